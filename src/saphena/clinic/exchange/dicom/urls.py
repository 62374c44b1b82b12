"""Where images are brought in by hand, and copies that name nobody are taken away."""

from django.urls import path

from saphena.clinic.exchange.dicom.views import exporting, uploading

app_name = "dicom"

urlpatterns = [
    path("patients/<int:patient_id>/bring/", uploading.upload, name="upload"),
    path("patients/<int:patient_id>/copies/", exporting.new, name="export_new"),
    path("copies/<int:export_id>/", exporting.export, name="export"),
    path("copies/<int:export_id>/take/", exporting.take, name="export_take"),
    path("copies/one/<int:copy_id>/box/", exporting.box, name="copy_box"),
    path("copies/one/<int:copy_id>/look/", exporting.look, name="copy_look"),
    path("copies/one/<int:copy_id>/leave-out/", exporting.leave_out, name="copy_leave_out"),
    path("copies/one/<int:copy_id>/<slug:which>/", exporting.picture, name="copy_picture"),
]
