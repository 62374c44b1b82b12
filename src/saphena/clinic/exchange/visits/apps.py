from django.apps import AppConfig


class ExchangeVisitsConfig(AppConfig):
    name = "saphena.clinic.exchange.visits"
    label = "exchange_visits"
