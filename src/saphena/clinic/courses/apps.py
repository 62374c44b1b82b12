from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "saphena.clinic.courses"
    label = "courses"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import OwnTab, hang_tab
        from saphena.clinic.courses.promises import CALLED_OFF, PLAN, PLAN_MOVED, REMINDER
        from saphena.clinic.messages.kinds import offer

        for kind in (PLAN, PLAN_MOVED, CALLED_OFF, REMINDER):
            offer(kind)
        hang_tab(OwnTab("courses:own_today", _("Today"), 10, always))
        hang_tab(OwnTab("courses:own_plan", _("My plan"), 90, always))


def always(courses: object) -> bool:
    return True
