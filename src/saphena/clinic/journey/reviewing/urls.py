"""Where return visits are."""

from django.urls import path

from saphena.clinic.journey.reviewing.views import definitions, outcomes, visits

app_name = "reviewing"

urlpatterns = [
    path("", visits.reviews, name="reviews"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/confirm/", definitions.confirm, name="confirm"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/export/", outcomes.export, name="outcome_export"),
    path("outcomes/sample/", outcomes.sample, name="outcome_sample"),
    path("outcomes/cases/", outcomes.cases, name="outcome_cases"),
    path("outcomes/charts/<str:dimension>.svg", outcomes.chart, name="outcome_chart"),
    path("open/<int:course_id>/", visits.open_one, name="open"),
    path("<int:review_id>/", visits.one, name="one"),
    path("<int:review_id>/segments/<str:segment>/", visits.segment, name="segment"),
    path("<int:review_id>/found/", visits.found, name="found"),
    path("<int:review_id>/scores/", visits.scores, name="scores"),
    path("<int:review_id>/sign/", visits.sign, name="sign"),
    path("<int:review_id>/withdraw/", visits.withdraw, name="withdraw"),
]
