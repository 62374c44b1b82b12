from django.apps import AppConfig


class ImagingConfig(AppConfig):
    name = "saphena.clinic.imaging"
    label = "imaging"
