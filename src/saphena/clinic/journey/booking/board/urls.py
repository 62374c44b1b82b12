"""Where the day board is."""

from django.urls import path

from saphena.clinic.journey.booking.board import views

app_name = "board"

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/step/", views.step, name="step"),
]
