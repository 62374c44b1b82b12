"""Where the manager keeps the diary."""

from django.urls import path

from saphena.clinic.diary import views

app_name = "diary"

SITE, RESOURCE = {"kind": "site"}, {"kind": "resource"}

urlpatterns = [
    path("", views.diary, name="diary"),
    path("sites/add/", views.add_site, name="site_add"),
    path("sites/<int:site_id>/", views.site, name="site"),
    path("sites/<int:site_id>/change/", views.site_change, name="site_change"),
    path("sites/<int:site_id>/add/", views.add_resource, name="resource_add"),
    path("sites/<int:number>/hours/", views.hours, SITE, name="site_hours"),
    path("sites/<int:number>/other-hours/", views.other_hours, SITE, name="site_other_hours"),
    path("sites/<int:number>/close/", views.close_days, SITE, name="site_close_days"),
    path("resources/<int:resource_id>/", views.resource, name="resource"),
    path("resources/<int:resource_id>/change/", views.resource_change, name="resource_change"),
    path("resources/<int:resource_id>/end/", views.resource_end, name="resource_end"),
    path("resources/<int:number>/hours/", views.hours, RESOURCE, name="hours"),
    path("resources/<int:number>/other-hours/", views.other_hours, RESOURCE, name="other_hours"),
    path("resources/<int:number>/close/", views.close_days, RESOURCE, name="close_days"),
    path("closures/<int:closure_id>/lift/", views.lift, name="lift"),
]
