from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "saphena.clinic.stock"
    label = "stock"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, hang_on_chart
        from saphena.clinic.stock.queries import recalls_on_charts

        hang_on_chart(ChartPart("recalled lots", 6, "stock/on_chart.html", recalls_on_charts))
