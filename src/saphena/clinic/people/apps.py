from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "saphena.clinic.people"
    label = "people"

    def ready(self) -> None:
        from saphena.clinic.people import sign_in  # the models must be there first

        sign_in.listen()
