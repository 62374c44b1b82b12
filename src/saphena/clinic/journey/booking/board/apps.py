from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "saphena.clinic.journey.booking.board"
    label = "board"
