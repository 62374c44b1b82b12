from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "saphena.clinic.diary"
    label = "diary"
