from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "saphena.clinic.letters"
    label = "letters"
