from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "saphena.clinic.journey.reviewing"
    label = "reviewing"
