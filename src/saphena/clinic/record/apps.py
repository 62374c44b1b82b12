from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "saphena.clinic.record"
    label = "record"
