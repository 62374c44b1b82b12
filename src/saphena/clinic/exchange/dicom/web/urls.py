"""The addresses of DICOM PS3.18. None of them ends with a slash."""

from django.urls import path

from saphena.clinic.exchange.dicom.web import views

app_name = "dicomweb"

ONE = "studies/<str:study>/series/<str:series>/instances/<str:instance>"

urlpatterns = [
    path("studies", views.studies, name="studies"),
    path("series", views.all_series, name="all_series"),
    path("instances", views.all_instances, name="all_instances"),
    path("studies/<str:study>", views.study, name="study"),
    path("studies/<str:study>/metadata", views.metadata, name="study_metadata"),
    path("studies/<str:study>/series", views.all_series, name="series_of"),
    path("studies/<str:study>/instances", views.all_instances, name="instances_of"),
    path("studies/<str:study>/series/<str:series>", views.whole, name="series"),
    path("studies/<str:study>/thumbnail", views.thumbnail, name="study_thumbnail"),
    path("studies/<str:study>/series/<str:series>/thumbnail", views.thumbnail, name="series_thumbnail"),
    path("studies/<str:study>/series/<str:series>/metadata", views.metadata, name="series_metadata"),
    path("studies/<str:study>/series/<str:series>/instances", views.all_instances, name="instances_in"),
    path(ONE, views.whole, name="instance"),
    path(f"{ONE}/metadata", views.metadata, name="instance_metadata"),
    path(f"{ONE}/rendered", views.rendered, name="rendered"),
    path(f"{ONE}/thumbnail", views.thumbnail, name="thumbnail"),
    path(f"{ONE}/frames/<str:numbers>", views.frames, name="frames"),
    path(f"{ONE}/frames/<int:number>/rendered", views.rendered, name="frame_rendered"),
    path(f"{ONE}/bulkdata/<path:value>", views.bulkdata, name="bulkdata"),
]
