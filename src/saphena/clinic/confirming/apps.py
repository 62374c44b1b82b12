from django.apps import AppConfig


class ConfirmingConfig(AppConfig):
    name = "saphena.clinic.confirming"
    label = "confirming"
