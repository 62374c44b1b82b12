"""Where charts, courses, plans and protocols are, and the patient's own pages behind their link."""

from django.urls import path

from saphena.clinic.courses.views import chart, journeys, offline, own, plan, protocols

app_name = "courses"

urlpatterns = [
    path("journeys/", journeys.journeys, name="journeys"),
    path("patients/<int:patient_id>/", chart.chart, name="chart"),
    path("patients/<int:patient_id>/courses/open/", chart.open_course, name="open"),
    path("courses/<int:course_id>/plan/", plan.plan, name="plan"),
    path("courses/<int:course_id>/plan.pdf", plan.handout, name="handout"),
    path("courses/<int:course_id>/plan.ics", plan.calendar, name="calendar"),
    path("courses/<int:course_id>/events/", plan.record_event, name="record_event"),
    path("courses/<int:course_id>/events/take-back/", plan.take_back, name="take_back"),
    path("courses/<int:course_id>/observations/", plan.observe, name="observe"),
    path("courses/<int:course_id>/next-round/", plan.next_round, name="next_round"),
    path("courses/<int:course_id>/gates/open/", plan.open_gate, name="open_gate"),
    path("courses/<int:course_id>/facts/", plan.facts, name="facts"),
    path("protocols/", protocols.protocols, name="protocols"),
    path("protocols/add/", protocols.add, name="protocol_add"),
    path("protocols/<int:version_id>/", protocols.protocol, name="protocol"),
    path("protocols/<int:version_id>/approve/", protocols.approve, name="protocol_approve"),
    path("p/<str:token>/today/", own.today, name="own_today"),
    path("p/<str:token>/plan/", own.plan, name="own_plan"),
    path("p/<str:token>/plan.pdf", own.handout, name="own_handout"),
    path("p/<str:token>/plan.ics", own.calendar, name="own_calendar"),
    path("p/<str:token>/home/", own.say_home, name="own_home"),
    path("p/<str:token>/app.webmanifest", offline.manifest, name="own_manifest"),
    path("p/<str:token>/offline.js", offline.service_worker, name="own_offline"),
]
