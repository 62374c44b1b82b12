"""Where patients answer and write, and where staff read it. Nothing personal stands in an address."""

from django.urls import path

from saphena.clinic.journey.recovering.views import inbox, letters, own, reaching, rules

app_name = "recovering"

urlpatterns = [
    path("p/<str:token>/check-in/", own.check_in, name="own"),
    path("p/<str:token>/check-in/now/", own.tell_now, name="own_now"),
    path("p/<str:token>/check-in/<int:check_in_id>/", own.one, name="own_one"),
    path("p/<str:token>/letters/", letters.own, name="own_letters"),
    path("p/<str:token>/reaching/", reaching.own, name="own_reaching"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:matter_id>/", inbox.one, name="one"),
    path("inbox/<int:matter_id>/take/", inbox.take, name="take"),
    path("inbox/<int:matter_id>/put-back/", inbox.put_back, name="put_back"),
    path("inbox/<int:matter_id>/assign/", inbox.assign, name="assign"),
    path("inbox/<int:matter_id>/snooze/", inbox.snooze, name="snooze"),
    path("inbox/<int:matter_id>/call/", inbox.called, name="called"),
    path("inbox/<int:matter_id>/reply/", inbox.reply, name="reply"),
    path("inbox/<int:matter_id>/escalate/", inbox.escalate, name="escalate"),
    path("inbox/<int:matter_id>/close/", inbox.close, name="close"),
    path("patients/<int:patient_id>/letters/", letters.of_patient, name="letters"),
    path("photos/<int:photo_id>/", inbox.photo, name="photo"),
    path("triage/", rules.rules, name="rules"),
    path("triage/approve/", rules.approve, name="approve"),
]
