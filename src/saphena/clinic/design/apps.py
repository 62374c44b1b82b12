from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "saphena.clinic.design"
    label = "design"
