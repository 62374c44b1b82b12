"""Where FHIR is read. An id is a key that says nothing; no name stands in an address."""

from django.urls import path

from saphena.clinic.exchange.fhir import views

app_name = "exchange_fhir"

urlpatterns = [
    path("metadata", views.metadata, name="metadata"),
    path("Patient/<str:id>", views.patient, name="patient"),
    path("Patient/<str:id>/$everything", views.everything, name="everything"),
    path("Appointment", views.appointments, name="appointments"),
    path("Appointment/<str:id>", views.appointment, name="appointment"),
    path("", views.nothing, name="nothing"),
    path("<path:rest>", views.nothing, name="nothing_else"),
]
