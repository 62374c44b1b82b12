"""Injections: kept once, against totals from the database, asked about before they pass a rule, never lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.flags import open_flags
from saphena.clinic.journey.treating.injecting import approve_injection
from saphena.clinic.journey.treating.models import Injection, Syringe
from saphena.clinic.journey.treating.states import State
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.treating.couch import (
    ago,
    confirmed,
    inject,
    key,
    liquid,
    opened,
    syringe,
    take_back,
    treatable,
)


def test_the_first_injection_begins_the_injecting_and_stands_in_the_record() -> None:
    session = confirmed()
    inject(session, syringe(session), "1.5")
    session.refresh_from_db()
    assert session.state == State.INJECTING
    entry = Entry.objects.filter(action="treating.injection.recorded").get()
    assert "1.5 mL of aethoxysklerol into gsv.thigh.upper" in entry.sentence


def test_the_same_key_sent_again_is_one_injection() -> None:
    session = confirmed()
    drawn, mine = syringe(session), key()
    assert inject(session, drawn, key=mine).pk == inject(session, drawn, key=mine).pk
    assert Injection.objects.count() == 1


def test_nobody_is_injected_before_the_time_out() -> None:
    session = opened()
    drawn = syringe(session)
    with pytest.raises(Refused, match="two identifiers"):
        inject(session, drawn)


def test_exactly_at_the_ceiling_is_allowed_and_a_drop_more_is_asked_about_by_name() -> None:
    session = confirmed("60")
    drawn = liquid(session)
    inject(session, drawn, "2")
    inject(session, drawn, "2")
    with pytest.raises(Asks, match=r"polidocanol 2 mg/kg a day: 120 of 120 mg are used, 0 mL are left"):
        inject(session, drawn, "0.1")


def test_both_legs_of_one_day_are_added_up() -> None:
    pat = treatable("left")
    left = confirmed("60", pat)
    inject(left, liquid(left), "2")
    from tests.clinic.courses.treated import course
    from tests.clinic.journey.treating.couch import FACTS

    right = confirmed("60", course(pat.patient, "right", facts=FACTS))
    drawn = liquid(right)
    inject(right, drawn, "2")
    with pytest.raises(Asks, match="120 of 120 mg"):
        inject(right, drawn, "1")


def test_a_nurse_goes_past_a_ceiling_only_on_a_physicians_word_and_the_reason_is_kept() -> None:
    session = confirmed("60")
    drawn = liquid(session)
    inject(session, drawn, "2")
    inject(session, drawn, "2")
    with pytest.raises(Asks):
        inject(session, drawn, "1", reason="Needed")
    with pytest.raises(Asks):
        inject(session, drawn, "1", reason="Needed", ordered_by=cast.nora())
    row = inject(session, drawn, "1", reason="Needed", ordered_by=cast.priya())
    assert row.passed == ["ceiling polidocanol_day"]
    assert (row.reason, row.ordered_by) == ("Needed", cast.priya())
    assert open_flags(session) == []


def test_what_came_in_late_is_kept_whatever_it_passes_and_waits_for_a_physicians_reason() -> None:
    session = confirmed("60")
    drawn = liquid(session)
    for _ in range(3):
        inject(session, drawn, "2", late=True)
    assert Injection.objects.count() == 3
    flagged = open_flags(session)
    assert [(row.kind, row.rules) for row in flagged] == [("injection", "polidocanol 2 mg/kg a day")]
    approve_injection(actor=cast.priya(), session=session, key=key(), injection_id=flagged[0].pk, reason="Seen, agreed")
    assert open_flags(session) == []


def test_old_foam_is_asked_about_and_fresh_foam_is_not() -> None:
    session = confirmed()
    mixed = syringe(session, at=ago(seconds=200))
    inject(session, mixed, at=mixed.at + timedelta(seconds=120))
    with pytest.raises(Asks, match="121 s old"):
        inject(session, mixed, at=mixed.at + timedelta(seconds=121))


def test_the_other_leg_is_asked_about() -> None:
    session = confirmed()
    with pytest.raises(Asks, match="other leg"):
        inject(session, syringe(session), side="right")


def test_without_a_weight_one_reason_holds_for_the_session() -> None:
    session = confirmed(None)
    drawn = syringe(session)
    with pytest.raises(Asks, match="Without the weight"):
        inject(session, drawn)
    inject(session, drawn, actor=cast.priya(), reason="The scale is broken")
    assert inject(session, drawn).passed == ["no weight"]
    assert open_flags(session) == []


def test_a_lot_is_good_until_the_last_minute_of_its_day_by_the_clinics_clock() -> None:
    session = confirmed()
    today = timezone.localdate()
    assert syringe(session, expires_on=today).passed == []
    with pytest.raises(Refused, match=r"expired on .*\. Take another lot"):
        syringe(session, expires_on=today - timedelta(days=1), actor=cast.priya(), reason="Nothing else at hand")
    kept = syringe(session, expires_on=today - timedelta(days=1), late=True)
    assert kept.passed == ["lot expired"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"volume": Decimal(0)}, "more than nothing"),
        ({"volume": Decimal("20.1")}, "cannot be"),
        ({"segment": "nowhere"}, "where on the map"),
        ({"side": "both"}, "Left or right"),
        ({"syringe_key": "unknown-key"}, "syringe is not known"),
    ],
)
def test_what_cannot_be_an_injection(wrong: dict[str, object], told: str) -> None:
    from saphena.clinic.journey.treating.injecting import record_injection

    session = confirmed()
    usual = {"volume": Decimal(1), "segment": "gsv.thigh.upper", "syringe_key": syringe(session).key}
    with pytest.raises(Refused, match=told):
        record_injection(actor=cast.nora(), session=session, key=key(), at=ago(), **{**usual, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"product": "water"}, "no product"),
        ({"form": "gas"}, "Liquid or foam"),
        ({"percent": Decimal(300)}, "in percent"),
        ({"lot": "  "}, "the lot"),
        ({"ratio": "1:4"}, "with a plus"),
    ],
)
def test_what_cannot_be_a_syringe(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        syringe(confirmed(), **wrong)
    assert not Syringe.objects.exists()


def test_undone_within_ten_seconds_needs_no_word_later_it_does_and_the_row_stays() -> None:
    session = confirmed()
    drawn = syringe(session)
    first, second = inject(session, drawn), inject(session, drawn, at=ago(5))
    take_back(session, first)
    with pytest.raises(Asks, match="why"):
        take_back(session, second)
    take_back(session, second, reason="Recorded twice")
    assert Injection.objects.count() == 2
    assert take_back(session, first).pk == first.void.pk


def test_what_was_taken_back_counts_no_more() -> None:
    session = confirmed("60")
    drawn = liquid(session)
    wrong = inject(session, drawn, "2")
    inject(session, drawn, "2")
    take_back(session, wrong)
    inject(session, drawn, "2")
    with pytest.raises(Asks):
        inject(session, drawn, "0.1")


def test_who_may_not_record_records_nothing() -> None:
    session = confirmed()
    drawn = syringe(session)
    for nobody in (cast.nell(), cast.max_(), cast.olive()):
        with pytest.raises(PermissionDenied):
            inject(session, drawn, actor=nobody)
    with pytest.raises(PermissionDenied):
        approve_injection(actor=cast.nora(), session=session, key=key(), injection_id=1, reason="x")


def test_a_tablet_whose_clock_runs_fast_writes_nothing_into_the_future() -> None:
    session = confirmed()
    row = inject(session, syringe(session), at=timezone.now() + timedelta(hours=3))
    assert row.at <= timezone.now()
    assert row.day <= date.today() + timedelta(days=1)  # noqa: DTZ011 - only that it is no far future
