from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "saphena.clinic.journey.planning"
    label = "planning"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import (
            ChartPart,
            OwnTab,
            Way,
            hang_notice,
            hang_on_chart,
            hang_step,
            hang_tab,
            hang_way,
        )
        from saphena.clinic.journey.planning.asking import what_is_asked
        from saphena.clinic.journey.planning.queries import are_asked
        from saphena.clinic.journey.planning.said_only import on_charts
        from saphena.clinic.journey.planning.wording import QUESTIONS_TAB

        hang_step("planning", "planning:course", "planning.see")
        to_test = Way(3, "planning:tests", "planning.see", _("To the test session"))
        hang_way(["test", "test_tolerated"], to_test)
        hang_on_chart(ChartPart("planning", 3, "planning/on_chart.html", on_charts))
        hang_notice("planning", what_is_asked)
        hang_tab(OwnTab("planning:own_questions", QUESTIONS_TAB, 40, are_asked))
