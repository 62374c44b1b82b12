"""A program comes in by a token that a manager made, for what its scopes open and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from saphena.clinic.people import trying
from saphena.clinic.people.access import declaration_of, may
from saphena.clinic.people.applications.actions import let_in, shut_out, token_of
from saphena.clinic.people.applications.models import ApplicationToken
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.test_every_view_declares_its_capability import views
from tests.clinic.test_olive_sees_nothing import concrete

pytestmark = pytest.mark.django_db

DOORS = [
    (f"/{concrete(address, pattern)}", declaration.capability)
    for address, pattern in views(get_resolver().url_patterns)
    if (declaration := declaration_of(pattern.callback)) and declaration.kind == "application"
]


def test_only_the_hash_is_kept_and_the_record_names_who_let_it_in() -> None:
    row, token = let_in(actor=cast.max_(), name=" Old  system ", scopes=["visits.read"])
    assert row.name == "Old system"
    assert token not in str(ApplicationToken.objects.values())
    assert token not in str(Entry.objects.values())
    entry = Entry.objects.latest("pk")
    assert entry.actor_name == cast.max_().name
    assert entry.sentence == "Max Steiner let the application Old system in for visits.read."
    assert token_of(token, timezone.now()) == row


def test_a_scope_opens_its_capabilities_and_no_others() -> None:
    row, _token = let_in(actor=cast.max_(), name="Reader", scopes=["visits.read"])
    assert may(row, "booking.see")
    assert not may(row, "booking.book")
    assert not may(row, "people.see_patients")


def test_a_token_that_was_withdrawn_or_has_ended_opens_nothing() -> None:
    now = timezone.now()
    row, token = let_in(actor=cast.max_(), name="Old system", scopes=["visits.write"], days=2)
    assert token_of(token, now + timedelta(days=1))
    assert token_of(token, now + timedelta(days=2, minutes=1)) is None
    shut_out(actor=cast.max_(), token_id=row.pk)
    assert token_of(token, now) is None
    row.refresh_from_db()
    assert not may(row, "booking.see")


def test_only_managers_and_administrators_let_programs_in() -> None:
    for actor in (cast.nell(), cast.priya(), cast.olive()):
        with pytest.raises(PermissionDenied):
            let_in(actor=actor, name="Mine", scopes=["visits.write"])
    with pytest.raises(Refused, match="Only who may take a copy") as no:
        let_in(actor=cast.ada(), name="Everything", scopes=["visits.read", "patients.read"])
    assert no.value.field == "scopes"
    assert let_in(actor=cast.max_(), name="Everything", scopes=["patients.read"])
    row, _token = let_in(actor=cast.ada(), name="Ours", scopes=["visits.read"])
    with pytest.raises(PermissionDenied):
        let_in(actor=row, name="Another", scopes=["visits.write"])  # type: ignore[arg-type]  # a program is no user


@pytest.mark.parametrize("told", [{"name": " "}, {"scopes": ["everything"]}, {"days": 0}, {"days": 4000}])
def test_a_token_needs_a_name_a_scope_and_an_end(told: dict[str, object]) -> None:
    whole = {"name": "Old system", "scopes": ["visits.read"], "days": 30} | told
    with pytest.raises(Refused):
        let_in(actor=cast.max_(), **whole)  # type: ignore[arg-type]  # told wrongly on purpose


def test_the_page_shows_the_token_once_and_withdraws_it() -> None:
    max_ = cast.signed_in(cast.max_())
    page = reverse("applications:applications")
    made = max_.post(page, {"name": "Old system", "scopes": ["visits.read"], "days": "30"})
    token = made.context["token"]
    assert token.encode() in made.content
    assert "It is shown this once" in made.text
    assert f"{settings.SAPHENA_URL}/api/v1" in made.text
    assert token.encode() not in max_.get(page).content
    row = token_of(token, timezone.now())
    assert row
    asked = max_.get(page).text
    assert f'data-opens="withdraw-{row.pk}"' in asked
    dialog = asked.partition(f'<dialog class="dialog" id="withdraw-{row.pk}"')[2].partition("</dialog>")[0]
    for said in ("Withdraw the token of Old system?", "See visits and look for free times.", "cannot be undone"):
        assert said in dialog
    assert reverse("applications:withdraw", args=[row.pk]) in dialog
    assert asked.count(reverse("applications:withdraw", args=[row.pk])) == 1  # nowhere but where it is asked
    max_.post(reverse("applications:withdraw", args=[row.pk]))
    assert token_of(token, timezone.now()) is None
    assert max_.post(page, {"name": "", "scopes": ["nonsense"], "days": "x"}).status_code == 422
    assert max_.post(reverse("applications:withdraw", args=[0])).status_code == 404


@pytest.mark.parametrize(("address", "capability"), DOORS, ids=[address for address, _capability in DOORS])
def test_no_door_opens_without_a_token_that_has_its_scope(address: str, capability: str) -> None:
    everybody = cast.signed_in(cast.max_())
    row, token = let_in(actor=cast.max_(), name="Nothing in particular", scopes=["visits.read"])
    ApplicationToken.objects.filter(pk=row.pk).update(scopes=[])
    for client, header in ((Client(), {}), (everybody, {}), (Client(), {"Authorization": "Bearer x"})):
        for answer in (client.get(address, headers=header), client.post(address, headers=header)):
            assert answer.status_code in (401, 405), (address, capability)
    for answer in (
        Client().get(address, headers={"Authorization": f"Bearer {token}"}),
        Client().post(address, headers={"Authorization": f"Bearer {token}"}),
    ):
        assert answer.status_code in (403, 405), (address, capability)


def test_a_program_that_runs_wild_waits() -> None:
    now = timezone.now()
    assert all(trying.may_call(1, now) for _call in range(trying.CALLS.tries))
    assert not trying.may_call(1, now)
    assert trying.may_call(2, now)
    assert trying.may_call(1, now + timedelta(seconds=1))
