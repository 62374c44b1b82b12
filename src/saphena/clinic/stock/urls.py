"""Where stock is looked after."""

from django.urls import path

from saphena.clinic.stock.views import lots

app_name = "stock"

urlpatterns = [
    path("", lots.lots, name="lots"),
    path("receive/", lots.receive, name="receive"),
    path("<int:lot_id>/", lots.one, name="lot"),
    path("<int:lot_id>/quarantine/", lots.quarantine, name="quarantine"),
    path("<int:lot_id>/recall/", lots.recall, name="recall"),
    path("<int:lot_id>/waste/", lots.waste, name="waste"),
    path("<int:lot_id>/legs/", lots.legs, name="legs"),
]
