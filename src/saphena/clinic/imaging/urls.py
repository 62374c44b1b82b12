"""Where images, the tray and the machines are."""

from django.urls import path

from saphena.clinic.imaging.views import machines, measuring, tray, viewing

app_name = "imaging"

urlpatterns = [
    path("tray/", tray.tray, name="tray"),
    path("tray/<int:study_id>/", tray.one, name="tray_one"),
    path("tray/<int:study_id>/whose/", tray.match, name="match"),
    path("<int:study_id>/not-theirs/", tray.put_back, name="put_back"),
    path("patients/<int:patient_id>/", viewing.studies, name="studies"),
    path("<int:study_id>/", viewing.study, name="study"),
    path("instances/<int:instance_id>/", viewing.instance, name="instance"),
    path("instances/<int:instance_id>/frames/<int:frame>/", viewing.frame, name="frame"),
    path("instances/<int:instance_id>/measure/", measuring.measure, name="measure"),
    path("measurements/<int:measurement_id>/decide/", measuring.decide, name="decide"),
    path("machines/", machines.machines, name="machines"),
    path("machines/add/", machines.add, name="machine_add"),
    path("machines/<int:machine_id>/", machines.change, name="machine"),
    path("machines/<int:machine_id>/close/", machines.close, name="machine_close"),
]
