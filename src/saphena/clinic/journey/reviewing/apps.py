from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "saphena.clinic.journey.reviewing"
    label = "reviewing"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, hang_on_chart
        from saphena.clinic.journey.reviewing.queries import on_charts

        hang_on_chart(ChartPart("reviewing", 8, "reviewing/on_chart.html", on_charts))
