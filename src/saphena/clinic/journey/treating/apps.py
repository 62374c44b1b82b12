from django.apps import AppConfig


class TreatingConfig(AppConfig):
    name = "saphena.clinic.journey.treating"
    label = "treating"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, hang_on_chart
        from saphena.clinic.imaging.onward import hang_goals
        from saphena.clinic.journey.treating.from_images import INJECTION
        from saphena.clinic.journey.treating.queries import on_charts

        hang_on_chart(ChartPart("treating", 6, "treating/on_chart.html", on_charts))
        hang_goals(INJECTION)
