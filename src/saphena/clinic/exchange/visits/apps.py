from django.apps import AppConfig


class ExchangeVisitsConfig(AppConfig):
    name = "saphena.clinic.exchange.visits"
    label = "exchange_visits"

    def ready(self) -> None:
        from saphena.clinic.exchange.visits.once import forget_answers
        from saphena.clinic.messages.worker import go_tidy

        go_tidy(forget_answers)
