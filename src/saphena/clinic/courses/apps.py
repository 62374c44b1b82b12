from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "saphena.clinic.courses"
    label = "courses"

    def ready(self) -> None:
        from saphena.clinic.courses.promises import CALLED_OFF, PLAN, PLAN_MOVED, REMINDER
        from saphena.clinic.messages.kinds import offer

        for kind in (PLAN, PLAN_MOVED, CALLED_OFF, REMINDER):
            offer(kind)
