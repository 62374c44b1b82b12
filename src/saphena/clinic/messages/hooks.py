"""What Twilio tells us: that somebody has answered, and what became of a text message.

Twilio signs what it sends with the account's token; whatever is not signed with it is turned away. Nothing of what it
sends (numbers, words) is written to a log.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from saphena.clinic.messages.composing import written
from saphena.clinic.messages.delivering import delivered, undelivered
from saphena.clinic.messages.numbers import number_of
from saphena.clinic.messages.texting import Twilio, provider
from saphena.clinic.messages.wishes import start_texts, stop_texts, with_number
from saphena.clinic.people.access import public
from saphena.clinic.people.languages import Language
from saphena.clinic.people.queries import the_clinic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

# As Twilio knows them itself, and as people write them in French.
STOP = frozenset({
    "stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "arret", "arrêt", "arreter",
    "arrêter",
})  # fmt: skip
START = frozenset({"start", "unstop", "yes", "debut", "début"})
PORTS = {"https": 443, "http": 80}
ARRIVED = frozenset({"delivered", "read"})
LEFT = frozenset({"sent"})
LOST = frozenset({"undelivered", "failed"})
XML = '<?xml version="1.0" encoding="UTF-8"?>'


@csrf_exempt
@require_POST
@public("only what Twilio has signed with the account's token is read")
def inbound(request: HttpRequest) -> HttpResponse:
    """Somebody has answered a text message. STOP and START are heard, and Twilio itself confirms them; to anything else
    is answered that nobody reads it, and whom to call.

    A messaging service with words of its own says what it understood, and has answered already.
    """
    signed(request)
    understood = request.POST.get("OptOutType", "").casefold()
    word = understood or request.POST.get("Body", "").strip().strip(".!").casefold()
    number = number_of(request.POST.get("From", ""))
    answer = ""
    if word in STOP:
        stop_texts(number)
    elif word in START:
        start_texts(number)
    elif not understood:
        answer = f"<Message>{escape(nobody_reads(number))}</Message>"
    return HttpResponse(f"{XML}<Response>{answer}</Response>", content_type="text/xml")


def nobody_reads(number: str) -> str:
    """In the language of whoever has this number."""
    clinic = the_clinic()
    languages = [*(patient.language for patient in with_number(number)), *clinic.languages, Language.ENGLISH.value]
    return " ".join(written(f"messages/text/unread.{languages[0]}.txt", {"clinic": clinic}).split())


@csrf_exempt
@require_POST
@public("only what Twilio has signed with the account's token is read")
def status(request: HttpRequest) -> HttpResponse:
    """What became of a message: the address that Twilio was given names it, and which attempt it was."""
    signed(request)
    reference, told = request.GET.get("message", ""), request.POST.get("MessageStatus", "")
    if told in ARRIVED | LEFT:
        delivered(reference, has_arrived=told in ARRIVED)
    elif told in LOST:
        code = request.POST.get("ErrorCode", "")
        undelivered(reference, code if code.isdecimal() else "")
    return HttpResponse(status=204)


def signed(request: HttpRequest) -> None:
    """Raises `Http404` where no Twilio is set up, `PermissionDenied` for a signature that is not its own."""
    carrier = provider()
    if not isinstance(carrier, Twilio):
        raise Http404
    address = settings.SAPHENA_URL + request.get_full_path()
    given = request.headers.get("X-Twilio-Signature", "").encode()
    form = {name: request.POST.getlist(name) for name in request.POST}
    wanted = [signature(carrier.token, each, form).encode() for each in written_ways(address)]
    if not any(hmac.compare_digest(each, given) for each in wanted):
        raise PermissionDenied


def written_ways(address: str) -> tuple[str, ...]:
    """Twilio signs the address that it was given, but a port may be missing in it or, the usual one, be added.

    Ours is the clinic's own setting, whatever the proxy in front of us has made of the request.
    """
    parts = urlsplit(address)
    name = parts.netloc.removesuffix(f":{parts.port}")
    ports = dict.fromkeys((parts.port, PORTS[parts.scheme])) if parts.scheme in PORTS else {}
    with_port = [f"{name}:{port}" for port in ports if port]
    return tuple(parts._replace(netloc=each).geturl() for each in (name, *with_port))


def signature(token: str, address: str, form: Mapping[str, Sequence[str]]) -> str:
    """As Twilio makes it: the address, then every field's name and value in the order of the names.

    Of a field that comes several times each different value counts once, in their order.
    """
    fields = "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    text = (address + fields).encode()
    return base64.b64encode(hmac.new(token.encode(), text, hashlib.sha1).digest()).decode()
