from django.apps import AppConfig


class ExchangePayerConfig(AppConfig):
    name = "saphena.clinic.exchange.payer"
    label = "exchange_payer"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, hang_on_chart
        from saphena.clinic.exchange.payer.queries import on_charts

        hang_on_chart(ChartPart("payer", 3, "exchange_payer/on_chart.html", on_charts))
