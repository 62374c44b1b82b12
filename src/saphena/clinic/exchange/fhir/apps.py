"""A patient as FHIR R4."""

from django.apps import AppConfig


class ExchangeFhirConfig(AppConfig):
    name = "saphena.clinic.exchange.fhir"
    label = "exchange_fhir"
