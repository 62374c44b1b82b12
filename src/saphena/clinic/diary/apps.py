from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "saphena.clinic.diary"
    label = "diary"

    def ready(self) -> None:
        from saphena.clinic.diary.claiming import forget_past
        from saphena.clinic.messages.worker import go_tidy

        go_tidy(forget_past)
