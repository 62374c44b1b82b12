from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreparingConfig(AppConfig):
    name = "saphena.clinic.journey.preparing"
    label = "preparing"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, OwnTab, hang_on_chart, hang_tab
        from saphena.clinic.journey.preparing.queries import on_charts
        from saphena.clinic.journey.preparing.readiness import is_preparing

        hang_on_chart(ChartPart("preparing", 5, "preparing/on_chart.html", on_charts))
        hang_tab(OwnTab("preparing:own", _("Get ready"), 50, lambda courses: any(map(is_preparing, courses))))
