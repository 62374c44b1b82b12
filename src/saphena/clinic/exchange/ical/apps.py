from django.apps import AppConfig


class ExchangeIcalConfig(AppConfig):
    name = "saphena.clinic.exchange.ical"
    label = "exchange_ical"
