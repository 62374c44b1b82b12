"""Where managers let programs in."""

from django.urls import path

from saphena.clinic.people.applications import views

app_name = "applications"

urlpatterns = [
    path("applications/", views.applications, name="applications"),
    path("applications/<int:token_id>/withdraw/", views.withdraw, name="withdraw"),
]
