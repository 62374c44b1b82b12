from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "saphena.clinic.journey.booking"
    label = "booking"
