"""Today can be put on the first screen and opens without a network; what is kept is kept only as long as it may be."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image

from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.today import cards_to_come, lines_of, now_card
from saphena.clinic.people.links import withdraw_links
from tests import cast
from tests.clinic.courses.treated import at, course, own, phone_of, token_of, treated

pytestmark = pytest.mark.django_db
HEAVIEST = 60_000


def test_the_first_load_weighs_less_than_60_kb_with_everything_that_it_needs() -> None:
    cast.clinic()
    made = treated(course())
    token = token_of(made.patient)
    with time_machine.travel(at("2027-03-09T12:30"), tick=False):
        answer = phone_of(made.patient, token).get(own("today", token), headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content)
    needed = re.findall(r'<(?:link rel="stylesheet"|script|link rel="icon")[^>]*?(?:href|src)="([^"]+)"', page.decode())
    assert needed
    files = [finders.find(urlsplit(each).path.removeprefix("/static/")) for each in needed]
    weight = len(answer.content) + sum(len(gzip.compress(Path(str(file)).read_bytes())) for file in files)
    assert weight < HEAVIEST


def test_now_turns_over_by_itself_in_a_page_that_stays_open() -> None:
    made = treated(course())
    lines, now = lines_of([draw(made)]), at("2027-03-09T11:55")
    coming = cards_to_come(lines, "en", now)
    assert [f"{when.astimezone(made.patient.zone_info):%H:%M}" for when, _card in coming][:3] == [
        "12:50",
        "13:05",
        "13:50",
    ]
    for when, card in coming:
        assert card == now_card(lines, "en", when)


def test_the_manifest_opens_today_and_says_nothing_of_anybody() -> None:
    cast.clinic()
    pat = cast.pat()
    token = token_of(pat)
    answer = Client().get(reverse("courses:own_manifest", args=[token]))
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert told["start_url"] == own("today", token)
    assert told["scope"] == f"/p/{token}/"
    assert "Moreau" not in answer.content.decode()


def test_the_icons_are_there_in_the_sizes_that_telephones_ask_for() -> None:
    cast.clinic()
    answer = Client().get(reverse("courses:own_manifest", args=[token_of(cast.pat())]))
    sizes = set()
    for icon in json.loads(answer.content)["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        if icon["type"] == "image/png":
            with Image.open(str(file)) as picture:
                assert icon["sizes"] == f"{picture.width}x{picture.height}"
            sizes.add((icon["sizes"], icon["purpose"]))
        assert Path(str(file)).stat().st_size < 20_000
    assert sizes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_a_page_asks_for_one_sheet_and_two_scripts_of_the_design() -> None:
    """Each request costs a slow network a while; the script that the page waits for is the one that knows the dark."""
    cast.clinic()
    made = treated(course())
    token = token_of(made.patient)
    page = phone_of(made.patient, token).get(own("today", token)).content.decode()
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == ["/static/design/patient.css"]
    assert re.findall(r'<script src="([^"]+)"( defer)?>', page) == [
        ("/static/design/js/theme.js", ""),
        ("/static/design/small.js", " defer"),
        ("/static/courses/keep-plan.js", " defer"),
    ]


def test_the_worker_of_a_link_lives_below_it_and_forgets_when_it_has_ended() -> None:
    pat = cast.pat()
    token = token_of(pat)
    where = reverse("courses:own_offline", args=[token])
    living = Client().get(where)
    assert living["Content-Type"].startswith("text/javascript")
    assert where.startswith(f"/p/{token}/")
    assert "const ENDED = false" in living.content.decode()
    withdraw_links(actor=cast.nell(), patient=pat)
    assert "const ENDED = true" in Client().get(where).content.decode()
    assert "const ENDED = true" in Client().get(reverse("courses:own_offline", args=["never-was"])).content.decode()


def test_a_page_may_be_kept_for_as_long_as_the_device_is_believed_and_others_not_at_all() -> None:
    cast.clinic()
    made = treated(course())
    token = token_of(made.patient)
    now = at("2027-03-09T12:30")
    with time_machine.travel(now, tick=False):
        phone = phone_of(made.patient, token)
        for name in ("today", "plan"):
            until = int(phone.get(own(name, token))["X-Keep-Until"]) / 1000
            assert until == now.timestamp() + 168 * 3600
        assert "X-Keep-Until" not in Client().get(own("today", token))  # the birth date is asked for
        assert "X-Keep-Until" not in phone.get(reverse("people:link", args=[token]))
