from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecoveringConfig(AppConfig):
    name = "saphena.clinic.journey.recovering"
    label = "recovering"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, OwnTab, hang_notice, hang_on_chart, hang_tab, hang_worry
        from saphena.clinic.journey.recovering.charting import on_charts
        from saphena.clinic.journey.recovering.own import always, asked, is_treated, question, still_stands, unread
        from saphena.clinic.journey.recovering.promises import CHECK_IN, LETTER
        from saphena.clinic.journey.recovering.silence import fall_silent, wake
        from saphena.clinic.messages.kinds import offer
        from saphena.clinic.messages.worker import go_round

        hang_on_chart(ChartPart("recovering", 7, "recovering/on_chart.html", on_charts))
        hang_tab(OwnTab("recovering:own", _("How it goes"), 75, is_treated, asked))
        hang_tab(OwnTab("recovering:own_letters", _("Messages"), 95, always, unread))
        hang_notice("recovering", question)
        hang_notice("recovering still", still_stands)
        hang_worry("recovering:own_now", is_treated)
        for kind in (CHECK_IN, LETTER):
            offer(kind)
        for job in (fall_silent, wake):
            go_round(job)
