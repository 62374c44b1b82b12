from django.apps import AppConfig


class DicomConfig(AppConfig):
    name = "saphena.clinic.exchange.dicom"
    label = "dicom"
