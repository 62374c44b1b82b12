"""Without a token nothing is answered; a token opens what it was made for, until it is shut out; looks are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from saphena.clinic.config.logs import discreet
from saphena.clinic.people.applications.actions import shut_out
from saphena.clinic.people.applications.models import ApplicationToken
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.exchange.dicom.web.calling import token
from tests.clinic.imaging.received import clip_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def get(address: str, given: str = "", **headers: str) -> Any:
    sent = {**headers, **({"Authorization": f"Bearer {given}"} if given else {})}
    return Client().get(f"/dicomweb/{address}", headers=sent)


@pytest.mark.parametrize("given", ["", "saphena_wrong", "x" * 5000])
def test_without_a_token_of_ours_nothing_is_answered(given: str) -> None:
    clip = clip_of(cast.pat())
    for address in ("studies", f"studies/{clip.study.uid}", f"studies/{clip.study.uid}/metadata", "studies/1.2.3"):
        answer = get(address, given)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Saphena"')
        assert b"Moreau" not in answer.content


def test_a_token_opens_what_it_was_made_for() -> None:
    clip_of(cast.pat())
    reads, stores = token("reads", store=False), token("stores", read=False)
    assert get("studies", reads).status_code == 200
    assert get("studies", stores).status_code == 403
    refused = Client().post("/dicomweb/studies", headers={"Authorization": f"Bearer {reads}"})
    assert refused.status_code == 403


def test_another_patients_image_is_not_reached_through_a_study_that_may_be_seen() -> None:
    mine, other = clip_of(cast.pat()), clip_of(cast.pat(given_names="Sylvie"))
    given = token()
    for series in (mine.series_uid, other.series_uid):
        at = f"studies/{mine.study.uid}/series/{series}/instances/{other.uid}"
        for what in ("", "/metadata", "/frames/1", "/rendered"):
            assert get(at + what, given).status_code == 404


def test_a_withdrawn_token_opens_nothing_from_that_moment() -> None:
    given = token("short")
    assert get("studies", given).status_code == 204
    shut_out(actor=cast.max_(), token_id=ApplicationToken.objects.get().pk)
    assert get("studies", given).status_code == 401


def test_staff_who_may_see_images_read_by_their_session_and_store_nothing() -> None:
    clip_of(cast.pat())
    assert cast.signed_in(cast.priya()).get("/dicomweb/studies").status_code == 200
    assert cast.signed_in(cast.nell()).get("/dicomweb/studies").status_code == 403
    assert cast.signed_in(cast.olive()).get("/dicomweb/studies").status_code == 403
    assert cast.signed_in(cast.priya()).post("/dicomweb/studies").status_code == 401


def test_a_look_is_recorded_once_in_a_while_and_a_search_without_what_was_asked() -> None:
    clip, given = clip_of(cast.pat()), token("OHIF")
    at = f"studies/{clip.study.uid}/series/{clip.series_uid}/instances/{clip.uid}"
    for frame in (1, 2, 3):
        assert get(f"{at}/frames/{frame}", given).status_code == 200
    entry = Entry.objects.get(action="record.chart.opened")
    assert (entry.actor_name, entry.actor_role, entry.patient) == ("OHIF", "application", clip.study.patient)
    clip_of(cast.pat(given_names="Sylvie"))
    get("studies?PatientName=Mor*", given)
    (searched,) = Entry.objects.filter(action="dicom.images.searched")
    assert "Mor" not in f"{searched.facts} {searched.search}"


def test_what_was_asked_for_stands_in_no_line_of_the_log() -> None:
    line = 'Not Found: /dicomweb/studies?PatientName=Moreau^Pat&PatientBirthDate=19610423 "GET'
    assert discreet(line) == 'Not Found: /dicomweb/studies?(query) "GET'


def test_what_cannot_be_looked_for_is_refused_rather_than_left_out() -> None:
    given = token()
    for query, said in (
        ("ReferringPhysicianName=House", "cannot be looked for"),
        ("Nonsense=1", "no attribute"),
        ("StudyDate=yesterday", "StudyDate has to look like"),
        ("limit=-1", "whole number"),
    ):
        answer = get(f"studies?{query}", given)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    assert get("studies", given, Accept="application/dicom+xml").status_code == 406


def test_a_viewer_in_a_browser_may_read_from_the_addresses_in_the_settings_alone(settings: Any) -> None:
    settings.SAPHENA_VIEWERS = ["https://viewer.example"]
    asked = Client().options("/dicomweb/studies", headers={"Origin": "https://viewer.example"})
    assert asked["Access-Control-Allow-Origin"] == "https://viewer.example"
    assert "Authorization" in asked["Access-Control-Allow-Headers"]
    assert get("studies", Origin="https://viewer.example").status_code == 401
    assert "Access-Control-Allow-Origin" not in get("studies", token(), Origin="https://elsewhere.example")


def test_whoever_tries_many_tokens_waits() -> None:
    answers = [get("studies", f"wrong {number}").status_code for number in range(31)]
    assert answers[0] == 401
    assert answers[-1] == 429


def test_a_list_takes_as_many_queries_for_many_as_for_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    given = token()
    for number in range(5):
        clip_of(cast.pat(given_names=f"Pat {number}"))
    get("studies", given)
    for level in ("studies", "series", "instances"):
        with django_assert_max_num_queries(9):
            assert len(get(level, given).json()) == 5
