"""Where other programs ask, and where staff take appointments over. Nothing personal stands in an address."""

from django.urls import path

from saphena.clinic.exchange.visits import api, pages

app_name = "exchange_visits"

urlpatterns = [
    path("api/v1/courses/find/", api.courses, name="courses"),
    path("api/v1/openings/", api.openings, name="openings"),
    path("api/v1/visits/", api.book, name="book"),
    path("api/v1/visits/<int:visit_id>/", api.one, name="one"),
    path("api/v1/visits/<int:visit_id>/move/", api.move, name="move"),
    path("api/v1/visits/<int:visit_id>/cancel/", api.cancel, name="cancel"),
    path("visits/take-over/", pages.take_over_page, name="take_over"),
]
