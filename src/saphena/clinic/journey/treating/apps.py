from django.apps import AppConfig


class TreatingConfig(AppConfig):
    name = "saphena.clinic.journey.treating"
    label = "treating"

    def ready(self) -> None:
        from saphena.clinic.journey.planning.ceilings import go_by
        from saphena.clinic.journey.treating.totals import rows_in_force

        go_by(rows_in_force)
