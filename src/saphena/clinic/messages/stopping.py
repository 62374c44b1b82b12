"""Stopping one kind of message from the message itself: by a person on a page, or by their mail program (RFC 8058)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from saphena.clinic.messages.wishes import message_of, stop_topic, topic_of
from saphena.clinic.people.access import public
from saphena.clinic.people.languages import django_name
from saphena.clinic.people.link_door import private

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public("stops one kind of message that is not necessary, with the signed address from one; shows nothing of anybody")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, because mail scanners open it too. Mail programs send a form of their own."""
    message = message_of(token)
    topic = topic_of(message) if message else None
    if message is None or topic is None:
        raise Http404
    if request.method == "POST":
        stop_topic(message)
    with translation.override(django_name(message.spoken)):
        page = {"what": str(topic.label), "stopped": request.method == "POST"}
        return private(render(request, "messages/stop.html", page))
