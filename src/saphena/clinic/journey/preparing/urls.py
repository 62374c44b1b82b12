"""Where preparation is: the patient's pages behind their link, and who is not ready."""

from django.urls import path

from saphena.clinic.journey.preparing.views import own, staff

app_name = "preparing"

urlpatterns = [
    path("p/<str:token>/preparing/", own.checklist, name="own"),
    path("p/<str:token>/preparing/<int:course_id>/tick/", own.tick, name="own_tick"),
    path("p/<str:token>/preparing/<int:course_id>/read/", own.say_read, name="own_read"),
    path("p/<str:token>/preparing/<int:course_id>/stocking/", own.stocking, name="own_stocking"),
    path("p/<str:token>/preparing/<int:course_id>/way-home/", own.way_home, name="own_way_home"),
    path("p/<str:token>/preparing/medicines/", own.medicines, name="own_medicines"),
    path("p/<str:token>/preparing/medicines/remove/", own.remove_medicine, name="own_medicine_remove"),
    path("p/<str:token>/preparing/trips/", own.trips, name="own_trips"),
    path("p/<str:token>/preparing/trips/remove/", own.remove_trip, name="own_trip_remove"),
    path("preparing/", staff.not_ready, name="not_ready"),
    path("preparing/<int:course_id>/", staff.one, name="one"),
    path("preparing/<int:course_id>/tick/", staff.tick, name="tick"),
    path("preparing/<int:course_id>/<slug:what>/", staff.tell, name="tell"),
    path("preparing/questions/<int:question_id>/answer/", staff.note_prescriber, name="prescriber"),
]
