"""Where a day is filled."""

from django.urls import path

from saphena.clinic.journey.booking.filling import views

app_name = "filling"

urlpatterns = [
    path("board/fill/", views.fill, name="fill"),
    path("board/fill/book/", views.book, name="book"),
]
