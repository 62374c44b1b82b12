from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "saphena.clinic.journey.mapping"
    label = "mapping"
