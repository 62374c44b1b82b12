from django.apps import AppConfig


class ExchangePersonConfig(AppConfig):
    name = "saphena.clinic.exchange.person"
    label = "exchange_person"

    def ready(self) -> None:
        from saphena.clinic.exchange.person import events  # noqa: F401 - the record knows its sentences
