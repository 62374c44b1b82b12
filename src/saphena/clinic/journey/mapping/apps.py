from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MappingConfig(AppConfig):
    name = "saphena.clinic.journey.mapping"
    label = "mapping"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, Way, hang_on_chart, hang_step, hang_way
        from saphena.clinic.imaging.onward import hang_goals
        from saphena.clinic.journey.mapping.from_images import MAP
        from saphena.clinic.journey.mapping.on_chart import on_charts

        hang_goals(MAP)
        hang_step("mapping", "mapping:of_course", "mapping.see")
        hang_way(["map_signed", "mapped"], Way(2, "mapping:of_course", "mapping.see", _("To the vein maps")))
        hang_on_chart(ChartPart("mapping", 2, "mapping/on_chart.html", on_charts))
