from django.apps import AppConfig


class ExchangePersonConfig(AppConfig):
    name = "saphena.clinic.exchange.person"
    label = "exchange_person"
