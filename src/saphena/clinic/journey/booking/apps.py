from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    name = "saphena.clinic.journey.booking"
    label = "booking"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, OwnTab, Way, hang_on_chart, hang_step, hang_tab, hang_way
        from saphena.clinic.journey.booking.asking import sweep_asks
        from saphena.clinic.journey.booking.promises import ASK, OFFER, REMINDER, VISITS
        from saphena.clinic.journey.booking.queries import has_visits, on_charts
        from saphena.clinic.journey.booking.views.noticing import at_desk
        from saphena.clinic.journey.booking.waiting import sweep_offers
        from saphena.clinic.journey.requesting.hanging import hang_at_desk
        from saphena.clinic.messages.kinds import offer
        from saphena.clinic.messages.worker import go_round

        for kind in (VISITS, REMINDER, OFFER, ASK):
            offer(kind)
        go_round(sweep_offers)
        go_round(sweep_asks)
        hang_at_desk(at_desk)

        hang_step("booking", "booking:course", "booking.see")
        hang_way(["test"], Way(4, "booking:course", "booking.see", _("Find a time for it")))
        hang_on_chart(ChartPart("booking", 4, "booking/on_chart.html", on_charts))
        hang_tab(OwnTab("booking:own_visits", _("My visits"), 70, has_visits))
