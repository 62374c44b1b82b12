from django.apps import AppConfig


class DicomConfig(AppConfig):
    name = "saphena.clinic.exchange.dicom"
    label = "dicom"

    def ready(self) -> None:
        from saphena.clinic.exchange.dicom.exporting.actions import forget_old
        from saphena.clinic.messages.worker import go_tidy

        go_tidy(forget_old)
