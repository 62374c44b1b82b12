"""Where visits are found, seen, moved and called off. Nothing personal stands in an address."""

from django.urls import path

from saphena.clinic.journey.booking.views import asking, feeds, finding, hit, noticing, own, visits, waiting

app_name = "booking"

urlpatterns = [
    path("courses/<int:course_id>/visits/", finding.course, name="course"),
    path("courses/<int:course_id>/visits/overbook/", finding.overbook_page, name="overbook"),
    path("desk/<int:request_id>/times/<str:leg>/", finding.from_request, name="from_request"),
    path("visits/<int:visit_id>/", visits.visit, name="visit"),
    path("visits/<int:visit_id>/move/", visits.move, name="move"),
    path("visits/<int:visit_id>/cancel/", visits.cancel, name="cancel"),
    path("visits/<int:visit_id>/step/", visits.step, name="step"),
    path("visits/<int:visit_id>/note/", visits.write_note, name="note"),
    path("visits/closed/<int:closure_id>/", hit.hit, name="hit"),
    path("visits/changed-by-patients/", noticing.changes, name="own_changes"),
    path("visits/changed-by-patients/seen/", noticing.seen, name="own_changes_seen"),
    path("visits/<int:visit_id>/ask/", asking.ask, name="ask"),
    path("p/<str:token>/asked/<int:asked_id>/", asking.own_answer, name="own_asked"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/<int:waiting_id>/stop/", waiting.stop, name="stop_waiting"),
    path("waiting/offers/<int:offer_id>/", waiting.answer, name="answer"),
    path("courses/<int:course_id>/visits/wait/", waiting.wait, name="wait"),
    path("p/<str:token>/offers/<int:offer_id>/", waiting.own_answer, name="own_answer"),
    path("calendar/", feeds.my_calendar, name="my_calendar"),
    path("calendar/make/", feeds.make, name="make_feed"),
    path("calendar/withdraw/", feeds.withdraw, name="withdraw_feed"),
    path("calendar/<str:token>.ics", feeds.staff_calendar, name="staff_calendar"),
    path("p/<str:token>/visits.ics", feeds.own_calendar, name="own_calendar"),
    path("p/<str:token>/visits/", own.visits, name="own_visits"),
    path("p/<str:token>/visits/<int:visit_id>/", own.visit, name="own_visit"),
    path("p/<str:token>/visits/<int:visit_id>/move/", own.move, name="own_move"),
    path("p/<str:token>/visits/<int:visit_id>/cancel/", own.cancel, name="own_cancel"),
]
