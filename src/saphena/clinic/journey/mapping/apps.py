from django.apps import AppConfig


class MappingConfig(AppConfig):
    name = "saphena.clinic.journey.mapping"
    label = "mapping"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, hang_on_chart, hang_step
        from saphena.clinic.imaging.onward import hang_goals
        from saphena.clinic.journey.mapping.from_images import MAP
        from saphena.clinic.journey.mapping.on_chart import on_charts

        hang_goals(MAP)
        hang_step("mapping", "mapping:of_course", "mapping.see")
        hang_on_chart(ChartPart("mapping", 2, "mapping/on_chart.html", on_charts))
