"""Where images, the tray and the machines are."""

from django.urls import path

from saphena.clinic.imaging.views import comparing, deciding, machines, measuring, reports, tray, viewing

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
    path("instances/<int:instance_id>/ends/", measuring.ends, name="ends"),
    path("instances/<int:instance_id>/scale/", measuring.scale, name="scale"),
    path("instances/<int:instance_id>/take/", deciding.take, name="take"),
    path("instances/<int:instance_id>/report/", reports.report, name="report"),
    path("instances/<int:instance_id>/beside/", comparing.beside, name="beside"),
    path("compare/", comparing.compare, name="compare"),
    path("measurements/<int:measurement_id>/decide/", deciding.decide, name="decide"),
    path("measurements/<int:measurement_id>/retire/", deciding.retire, name="retire"),
    path("machines/", machines.machines, name="machines"),
    path("machines/add/", machines.add, name="machine_add"),
    path("machines/<int:machine_id>/", machines.change, name="machine"),
    path("machines/<int:machine_id>/close/", machines.close, name="machine_close"),
]
