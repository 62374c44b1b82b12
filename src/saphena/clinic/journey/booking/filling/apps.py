from django.apps import AppConfig


class FillingConfig(AppConfig):
    name = "saphena.clinic.journey.booking.filling"
    label = "filling"
