"""Mounted before the clinic's own addresses, and in the pretend clinic alone."""

from django.urls import path

from saphena.demo.guide import views

urlpatterns = [
    path("", views.front_door),
    path("guide/", views.guide, name="guide"),
    path("guide/come-in/", views.come_in, name="guide_come_in"),
    path("guide/telephone/", views.telephone, name="guide_telephone"),
]
