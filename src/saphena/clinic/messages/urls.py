"""Where the pages about messages are."""

from django.urls import path

from saphena.clinic.messages import views

app_name = "messages"

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:message_id>/send-again/", views.send_again, name="send_again"),
    path("<int:message_id>/arrived/", views.confirm_arrival, name="confirm_arrival"),
    path("<int:message_id>/let-be/", views.let_it_be, name="let_it_be"),
]
