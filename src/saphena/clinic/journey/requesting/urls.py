"""Where requests are made, followed and sorted. Nothing personal stands in an address: a number, or an opaque token."""

from django.urls import path, re_path

from saphena.clinic.journey.requesting.views import desk, own, public, writing_down

app_name = "requesting"

urlpatterns = [
    path("request/", public.ask_page, name="ask"),
    path("request/received/", public.received, name="received"),
    re_path(r"^request/received/(?P<urgent>today|emergency)/$", public.received, name="received"),
    path("r/<str:token>/", own.own, name="own"),
    path("r/<str:token>/birth-date/", own.prove, name="own_prove"),
    path("r/<str:token>/answer/", own.answer, name="own_answer"),
    path("r/<str:token>/telephone/", own.phone, name="own_phone"),
    path("r/<str:token>/withdraw/", own.withdraw, name="own_withdraw"),
    path("desk/", desk.desk, name="desk"),
    path("desk/write-down/", writing_down.write_down, name="write_down"),
    path("desk/<int:request_id>/", desk.one, name="one"),
    path("desk/<int:request_id>/take/", desk.take, name="take"),
    path("desk/<int:request_id>/put-back/", desk.put_back, name="put_back"),
    path("desk/<int:request_id>/question/", desk.ask_back, name="ask_back"),
    path("desk/<int:request_id>/decline/", desk.decline, name="decline"),
    path("desk/<int:request_id>/accept/", desk.accept, name="accept"),
]
