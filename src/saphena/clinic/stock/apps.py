from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "saphena.clinic.stock"
    label = "stock"
