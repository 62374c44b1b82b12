from django.urls import path

from saphena.clinic.journey.treating.views import after, numbers, room

app_name = "treating"

urlpatterns = [
    path("", room.sessions, name="sessions"),
    path("worker.js", room.worker, name="worker"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/confirm/", numbers.confirm, name="confirm"),
    path("open/<int:course_id>/", room.open_one, name="open"),
    path("<int:session_id>/", room.room, name="room"),
    path("<int:session_id>/state/", room.state, name="state"),
    path("<int:session_id>/record/", room.record, name="record"),
    path("<int:session_id>/note/", after.note, name="note"),
    path("<int:session_id>/note/sign/", after.sign, name="sign"),
    path("<int:session_id>/note/addendum/", after.addendum, name="addendum"),
    path("<int:session_id>/note/approve/<int:injection_id>/", after.approve, name="approve"),
    path("<int:session_id>/note/explain/<str:kind>/<int:row_id>/", after.explain, name="explain"),
    path("<int:session_id>/note/complication/", after.complication, name="complication"),
    path("<int:session_id>/report.pdf", after.report, name="report"),
    path("<int:session_id>/report/address/", after.address, name="address"),
]
