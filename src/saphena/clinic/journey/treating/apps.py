from django.apps import AppConfig


class TreatingConfig(AppConfig):
    name = "saphena.clinic.journey.treating"
    label = "treating"
