from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "saphena.clinic.messages"
    label = "promises"  # Django's own messages have the other name

    def ready(self) -> None:
        from saphena.clinic.messages import kinds

        kinds.offer(kinds.LINK)
        kinds.offer(kinds.NEW_LINK)
