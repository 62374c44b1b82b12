from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "saphena.clinic.people.applications"
    label = "applications"
