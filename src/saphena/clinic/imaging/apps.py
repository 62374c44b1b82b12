from django.apps import AppConfig


class ImagingConfig(AppConfig):
    name = "saphena.clinic.imaging"
    label = "imaging"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, hang_on_chart
        from saphena.clinic.imaging.queries import on_charts

        hang_on_chart(ChartPart("imaging", 2, "imaging/on_chart.html", on_charts))
