"""Where the pages about messages are."""

from django.urls import path

from saphena.clinic.messages import hooks, stopping, views

app_name = "messages"

urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:message_id>/send-again/", views.send_again, name="send_again"),
    path("<int:message_id>/arrived/", views.confirm_arrival, name="confirm_arrival"),
    path("<int:message_id>/let-be/", views.let_it_be, name="let_it_be"),
    path("stop/<str:token>/", stopping.stop, name="stop"),
    path("twilio/inbound/", hooks.inbound, name="twilio_inbound"),
    path("twilio/status/", hooks.status, name="twilio_status"),
]
