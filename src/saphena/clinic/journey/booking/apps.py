from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    name = "saphena.clinic.journey.booking"
    label = "booking"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, OwnTab, hang_on_chart, hang_tab
        from saphena.clinic.journey.booking.queries import has_visits, on_charts

        hang_on_chart(ChartPart("booking", 4, "booking/on_chart.html", on_charts))
        hang_tab(OwnTab("booking:own_visits", _("My visits"), 70, has_visits))
