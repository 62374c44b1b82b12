"""Where a copy of everything about one person is taken away."""

from django.urls import path

from saphena.clinic.exchange.person import pages

app_name = "exchange_person"

urlpatterns = [path("patients/<int:patient_id>/copy/", pages.copy, name="copy")]
