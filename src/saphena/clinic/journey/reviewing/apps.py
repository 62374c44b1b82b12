from django.apps import AppConfig


class ReviewingConfig(AppConfig):
    name = "saphena.clinic.journey.reviewing"
    label = "reviewing"

    def ready(self) -> None:
        from saphena.clinic.courses.hanging import ChartPart, hang_notice, hang_on_chart
        from saphena.clinic.journey.reviewing.outcomes.months import count_one
        from saphena.clinic.journey.reviewing.own import discharged
        from saphena.clinic.journey.reviewing.queries import on_charts
        from saphena.clinic.messages.worker import go_round

        hang_on_chart(ChartPart("reviewing", 8, "reviewing/on_chart.html", on_charts))
        hang_notice("discharged", discharged)
        go_round(count_one)
