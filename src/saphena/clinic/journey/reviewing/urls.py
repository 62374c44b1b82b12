"""Where return visits are."""

from django.urls import path

from saphena.clinic.journey.reviewing.views import beside, definitions, outcomes, sample, visits

app_name = "reviewing"

urlpatterns = [
    path("", visits.reviews, name="reviews"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/confirm/", definitions.confirm, name="confirm"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/export/", outcomes.export, name="outcome_export"),
    path("outcomes/pack/", outcomes.pack, name="outcome_pack"),
    path("outcomes/cases/", outcomes.cases, name="outcome_cases"),
    path("outcomes/segments/", outcomes.segments, name="outcome_segments"),
    path("outcomes/sample/", sample.sample, name="sample"),
    path("outcomes/sample/<int:session_id>/rate/", sample.rate, name="rate"),
    path("outcomes/charts/<str:dimension>.svg", outcomes.chart, name="outcome_chart"),
    path("open/<int:course_id>/", visits.open_one, name="open"),
    path("drained/<int:course_id>/", beside.drain, name="drain"),
    path("before/<int:course_id>/", beside.scores_before, name="scores_before"),
    path("complications/<int:course_id>/", beside.complication, name="complication"),
    path("reopen/<int:course_id>/", beside.reopen, name="reopen"),
    path("photos/<int:photo_id>/", beside.photo, name="photo"),
    path("<int:review_id>/photo/", beside.add_photo, name="add_photo"),
    path("<int:review_id>/", visits.one, name="one"),
    path("<int:review_id>/segments/<str:segment>/", visits.segment, name="segment"),
    path("<int:review_id>/found/", visits.found, name="found"),
    path("<int:review_id>/scores/", visits.scores, name="scores"),
    path("<int:review_id>/sign/", visits.sign, name="sign"),
    path("<int:review_id>/withdraw/", visits.withdraw, name="withdraw"),
]
