from django.apps import AppConfig


class RequestingConfig(AppConfig):
    name = "saphena.clinic.journey.requesting"
    label = "requesting"

    def ready(self) -> None:
        from saphena.clinic.journey.requesting.promises import ACCEPTED, DECLINED, QUESTION, RECEIVED
        from saphena.clinic.messages.kinds import offer

        for kind in (RECEIVED, QUESTION, ACCEPTED, DECLINED):
            offer(kind)
