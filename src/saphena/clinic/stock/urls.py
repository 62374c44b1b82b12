"""Where stock is looked after."""

from django.urls import path

from saphena.clinic.stock.views import lots, recalls

app_name = "stock"

urlpatterns = [
    path("", lots.lots, name="lots"),
    path("receive/", lots.receive, name="receive"),
    path("<int:lot_id>/", lots.one, name="lot"),
    path("<int:lot_id>/quarantine/", lots.quarantine, name="quarantine"),
    path("<int:lot_id>/recall/", lots.recall, name="recall"),
    path("<int:lot_id>/recall/take-back/", lots.take_back_recall, name="take_back_recall"),
    path("<int:lot_id>/waste/", lots.waste, name="waste"),
    path("<int:lot_id>/draws/<int:draw_id>/take-back/", lots.take_back, name="take_back"),
    path("<int:lot_id>/legs/", recalls.legs, name="legs"),
    path("<int:lot_id>/legs/<int:patient_id>/call/", recalls.call, name="call"),
]
