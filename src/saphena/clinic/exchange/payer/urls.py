"""Where what a payer asks for is gathered and taken away, and where the clinic says what its payers ask."""

from django.urls import path

from saphena.clinic.exchange.payer import views

app_name = "exchange_payer"

urlpatterns = [
    path("courses/<int:course_id>/payer/", views.pack, name="pack"),
    path("courses/<int:course_id>/payer/take/", views.take, name="take"),
    path("payers/asked/", views.asked, name="asked"),
    path("payers/asked/confirm/", views.say, name="confirm"),
]
