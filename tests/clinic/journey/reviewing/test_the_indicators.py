"""K1 to K21: each counts what its definition says, and the rows behind it are those that it counted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from saphena.clinic.diary.models import Resource
from saphena.clinic.journey.mapping.models import Examination, Measurement
from saphena.clinic.journey.recovering.answering import tell_unasked
from saphena.clinic.journey.recovering.reporting import Told
from saphena.clinic.journey.reviewing import actions, actions_after
from saphena.clinic.journey.reviewing.models import Review
from saphena.clinic.journey.reviewing.outcomes import (
    asking,
    casing,
    harming,
    indicating,
    months,
    showing,
    units,
    working,
)
from saphena.clinic.journey.treating.models import Session
from saphena.pathway.reviewing import Rate
from saphena.pathway.reviewing.indicators import indicators
from tests import cast
from tests.clinic.journey.booking.booked import procedure
from tests.clinic.journey.reviewing.back import LOWER, UPPER, back, later, treated_course
from tests.clinic.journey.reviewing.test_outcomes_of_all import now_and, signed_result

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.reviewing.outcomes.units import Period

WANTED = asking.Asked("3", "result", "segment")


def share(name: str, period: Period | None = None) -> Rate:
    rows = indicating.SHARES[name](period or now_and(0))
    return Rate(rows.filter(hit=True).count(), rows.count())


def mapped(
    course: Course, days_before: int, *, standing: bool = True, quantities: dict[str, str] | None = None
) -> None:
    """A signed map of the leg, so many days before now."""
    at = timezone.now() - timedelta(days=days_before)
    reason = "" if standing else "she cannot stand"
    examination = Examination.objects.create(
        patient=course.patient, legs=course.leg, examined_at=at, criteria="svs2022", opened_by=cast.sam(),
        sonographer=cast.sam(), posture="standing" if standing else "sitting", posture_reason=reason,
    )  # fmt: skip
    noted = [(UPPER, name, value) for name, value in (quantities or {"reflux": "1.2", "diameter": "6.0"}).items()]
    for serial, (segment, quantity, value) in enumerate([("leg", "signs", "C2"), *noted], start=1):
        Measurement.objects.create(
            examination=examination, serial=serial, leg=course.leg, segment=segment, quantity=quantity, value=value,
            key=f"{examination.pk}.{serial}",
        )  # fmt: skip
    Examination.objects.filter(pk=examination.pk).update(state="signed", signed_by=cast.priya(), signed_at=at)


def test_k1_wants_a_standing_map_that_is_not_too_old() -> None:
    course = treated_course()
    assert share("K1") == Rate(0, 0)  # nobody has said that it is class C2
    mapped(course, 200)
    assert share("K1") == Rate(0, 1)
    mapped(course, 20, standing=False)
    assert share("K1") == Rate(0, 1)
    mapped(course, 10)
    assert share("K1") == Rate(1, 1)


def test_k2_counts_measurements_made_standing() -> None:
    course = treated_course()
    mapped(course, 20, standing=False)
    mapped(course, 10)
    assert share("K2") == Rate(2, 4)


def test_k3_wants_both_reflux_and_diameter_of_the_very_vein() -> None:
    course = treated_course()
    mapped(course, 10, quantities={"reflux": "1.0"})
    assert share("K3") == Rate(0, 2)
    mapped(course, 9)
    assert share("K3") == Rate(1, 2)


def test_k4_wants_class_and_score_before_and_after() -> None:
    course = treated_course()
    assert share("K4") == Rate(0, 0)  # not due yet
    assert share("K4", now_and(90)) == Rate(0, 1)
    mapped(course, 10)
    items = dict.fromkeys(("1", "2", "3", "4", "5", "6", "7", "10"), 1) | {"7": 0}
    actions_after.note_scores_before(actor=cast.sam(), course=course, symptoms={"heavy": 6}, vcss=items)
    review = back(course=course)
    after = {**items, "1": 0, "2": 0}
    actions.note(actor=cast.sam(), review=review, vcss=after, signs=["C1"], symptoms={"heavy": 1}, satisfied=9)
    actions.sign(actor=cast.priya(), review=review, decided="wait", reason="as agreed", now=later(60))
    assert share("K4") == Rate(1, 1)
    review.refresh_from_db()
    assert (review.vcss_change, review.symptoms_change) == (-2, Decimal("-5.0"))
    spreads = months.count_month(units.month_of(timezone.now()), timezone.now())["spreads"]
    told = [casing.behind(name, "all", WANTED, timezone.now())[0].words for name in ("K15.vcss", "satisfied")]
    assert told == ["\N{MINUS SIGN}2.0", "9.0"]  # what the mean was counted from
    assert (spreads["vcss"], spreads["symptoms"], spreads["satisfied"]) == ({"-2.0": 1}, {"-5.0": 1}, {"9.0": 1})


def test_k14_waits_twelve_months_unless_there_was_a_second_session() -> None:
    course = treated_course()
    first = Session.objects.get()
    assert share("K14") == Rate(0, 0)
    assert share("K14", now_and(366)) == Rate(0, 1)
    Session.objects.filter(pk=first.pk).update(opened_at=timezone.now() - timedelta(days=40), state="signed")
    from tests.clinic.journey.treating.couch import confirmed, inject, liquid

    again = confirmed(of=course)
    inject(again, liquid(again), "0.5", LOWER)
    assert share("K14") == Rate(1, 1)
    assert months._sessions(now_and(0)) == {"all": 2, "legs": 1, "patients": 1} or timezone.localdate().month < 3


def test_k16_keeps_apart_how_a_complication_was_found() -> None:
    course = treated_course()
    session = Session.objects.get()
    today = timezone.localdate()
    for way in ("scan", "scan", "told"):
        actions_after.note_complication(actor=cast.sam(), session=session, what="dvt_tibial", found_by=way, day=today)
    found = harming.counted(now_and(0))
    assert (found["dvt_distal|scan"], found["dvt_distal|told"]) == (1, 1)
    assert "dvt_distal|room" not in found
    assert len(casing.behind("harm.dvt_distal.scan", "all", WANTED, timezone.now())) == 1
    page = cast.signed_in(cast.priya()).get("/reviews/outcomes/").text
    assert "deep vein thrombosis of the calf" in page
    assert course.pk


def test_k16_says_in_how_many_a_clot_was_looked_for() -> None:
    course = treated_course()
    assert share("scan") == Rate(0, 0)
    assert share("scan", now_and(40)) == Rate(0, 1)
    review = back(9, "early", course)
    actions.note(actor=cast.sam(), review=review, deep_clear=True)
    actions.sign(actor=cast.priya(), review=review, decided="wait", reason="the first scan", now=later(9))
    assert share("scan", now_and(40)) == Rate(1, 1)
    assert share("heard", now_and(40)) == Rate(1, 1)


@pytest.mark.parametrize(("days", "hits"), [(6, 0), (7, 1), (10, 1), (11, 0)])
def test_k12_counts_a_first_scan_on_its_days_alone(days: int, hits: int) -> None:
    review = back(days, "early")
    assert share("K12", now_and(5)) == Rate(0, 0)
    actions.sign(actor=cast.priya(), review=review, decided="wait", reason="the first scan", now=later(days))
    assert share("K12", now_and(12)) == Rate(hits, 1)


def test_k18_counts_a_bandage_that_was_kept_for_its_nights() -> None:
    from saphena.clinic.courses.models import Happening

    course = treated_course()
    course.numbers = {"bandage_nights": 5}
    course.save(update_fields=["numbers"])
    assert share("K18") == Rate(0, 0)
    on = timezone.now()
    for name, at in (("bandaged", on), ("unbandaged", on + timedelta(days=4))):
        Happening.objects.create(course=course, name=name, at=at, happened=True, recorded_by="Nora")
    assert share("K18") == Rate(0, 1)
    Happening.objects.create(
        course=course, name="unbandaged", at=on + timedelta(days=5), happened=True, recorded_by="Nora"
    )
    assert share("K18") == Rate(1, 1)


def test_k18_counts_what_was_said_of_walking_and_exercise_and_nobody_who_did_not_say() -> None:
    course = treated_course()
    for followed in ({"walking": "yes", "exercise": "no"}, {"walking": "yes"}, {}):
        tell_unasked(actor=course.patient, course=course, told=Told(pain=0, followed=followed))
    assert share("K18.walking") == Rate(2, 2)
    assert share("K18.exercise") == Rate(0, 1)
    figures = {each.label: each.text for each in showing._at_home(asking.figures(cast.priya(), WANTED), WANTED)}
    assert figures["walking, the day before"] == "2 / 2"


def test_the_rest_counts_what_was_recorded() -> None:
    signed_result()
    assert share("K7") == Rate(1, 1)
    assert share("K9") == Rate(2, 2)
    assert share("K10") == Rate(1, 1)
    assert share("K8") == Rate(0, 0)
    assert share("K6").of == 1
    assert share("K21").of == 1
    assert share("K11", now_and(15)).of == 1


def test_k5_counts_the_sample_and_a_doubt_needs_its_reason() -> None:
    from saphena.pathway.refused import Refused

    treated_course()
    session = Session.objects.get()
    assert asking.figures(cast.priya(), WANTED).rated == Rate(0, 1)
    with pytest.raises(Refused) as no:
        actions_after.rate(actor=cast.priya(), session=session, fitness="rarely")
    assert no.value.field == "words"
    actions_after.rate(actor=cast.priya(), session=session, fitness="yes")
    assert asking.figures(cast.priya(), WANTED).rated == Rate(1, 1)


def test_every_indicator_has_a_figure_and_every_share_its_cases() -> None:
    signed_result()
    assert list(indicators()) == [f"K{number}" for number in range(1, 22)]
    for each in indicators().values():
        assert each.name["fr"]
        assert each.denominator["fr"]
        assert "{" not in each.numerator["en"] + each.denominator["fr"]
    page = cast.signed_in(cast.priya())
    figures = asking.figures(cast.priya(), WANTED)
    for name in indicating.SHARES:
        rate = figures.share(name)
        counts = [len(casing.behind(name, which, WANTED, timezone.now())) for which in ("all", "hit", "miss")]
        assert counts == [rate.of, rate.hits, rate.of - rate.hits], name
        assert page.get(f"/reviews/outcomes/cases/?of={name}").status_code == 200


@pytest.mark.parametrize("name", ["K5", "K15.vcss", "satisfied", "K20", "harm.pigmentation", "wait.request", "wait.map",
                                  "answer.today", "answer.emergency", "reported.swelling"])  # fmt: skip
def test_what_is_no_share_has_its_cases_too(name: str) -> None:
    signed_result()
    assert cast.signed_in(cast.priya()).get(f"/reviews/outcomes/cases/?of={name}").status_code == 200


def test_the_link_of_a_case_says_what_it_opens_and_whose_it_is() -> None:
    patient = signed_result().patient
    shown = cast.signed_in(cast.priya()).get("/reviews/outcomes/cases/?of=K6").content.decode()
    said = f'>Procedure note<span class="only-spoken">, {patient.formal_name}, '
    assert said in shown
    assert "Look at it" not in shown


def test_rooms_are_held_as_a_share_of_their_opening_hours() -> None:
    now = timezone.now()
    for room in working.rooms(units.whole_month(units.month_of(now), now)).values():
        assert room["held"] >= 0
        assert set(room) == {"visits", "held", "open"}


@pytest.mark.usefixtures("clock")
def test_the_visits_of_a_room_are_the_cases_behind_its_hours() -> None:
    now = procedure().ends_at + timedelta(hours=1)
    found = {key: room["visits"] for key, room in working.rooms(units.whole_month(units.month_of(now), now)).items()}
    assert sum(found.values()) >= 1
    for room, visits in found.items():
        behind = casing.behind(f"room.{room}", "all", WANTED, now)
        assert len(behind) == visits
        assert "room" not in showing.title_of(f"room.{room}").partition(".")[0]
        assert all(each.words.endswith(", expected") for each in behind)
    person = Resource.objects.exclude(kind="room").earliest("pk").pk
    assert casing.behind(f"room.{person}", "all", WANTED, now) == []
    assert cast.signed_in(cast.priya()).get("/reviews/outcomes/cases/?of=room.1").status_code == 200
    for nonsense in ("room.x", "room.", "room.9999999999999999999999", "room.\u0663"):
        with pytest.raises(casing.Unknown):
            casing.behind(nonsense, "all", WANTED, now)


def test_what_changes_is_counted_again_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "PATIENCE", 3600)
    signed_result()
    running = units.month_of(timezone.now())
    while months.count_one():
        pass
    from saphena.clinic.journey.reviewing.models import CountAgain, MonthCounted

    assert not CountAgain.objects.exists()
    before = MonthCounted.objects.get(month=running)
    assert not months.is_stale(before, timezone.now())
    actions_after.note_complication(
        actor=cast.sam(), session=Session.objects.get(), what="nerve", found_by="seen", day=timezone.localdate()
    )
    assert CountAgain.objects.count() == 1
    found, behind = months.ready(running, timezone.now())
    assert behind == 0
    assert found[running]["harms"]["nerve|seen"] == 1
    assert not CountAgain.objects.exists()


def test_what_takes_long_is_left_to_the_worker_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from saphena.clinic.journey.reviewing.models import MonthCounted

    signed_result()
    while months.count_one():
        pass
    MonthCounted.objects.update(took=4000, changes=7)
    monkeypatch.setattr(months, "count_and_keep", lambda *_: pytest.fail("somebody waits"))
    _found, behind = months.ready(units.month_of(timezone.now()), timezone.now())
    assert behind == 1
    assert "being counted again" in cast.signed_in(cast.priya()).get("/reviews/outcomes/").text


def test_a_month_that_was_never_counted_is_said_to_be_in_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    signed_result()
    monkeypatch.setattr(months, "AT_FIRST", 0)
    monkeypatch.setattr(asking, "first_of", lambda *_: units.month_of(timezone.now()) - timedelta(days=62))
    monkeypatch.setattr(units, "months", lambda first, last: [date(2020, 1, 1), date(2020, 2, 1)])
    found = asking.figures(cast.priya(), WANTED)
    assert (found.missing, found.behind) == (1, 0)
    assert "in none of these figures" in cast.signed_in(cast.priya()).get("/reviews/outcomes/").text


def test_a_change_while_it_is_counted_leaves_the_month_stale() -> None:
    from saphena.clinic.journey.reviewing.models import MonthCounted

    signed_result()
    running, now = units.month_of(timezone.now()), timezone.now()
    months.count_and_keep(running, now)
    MonthCounted.objects.filter(month=running).update(changes=7)  # somebody acted, and the mark was taken
    row = MonthCounted.objects.get(month=running)
    assert months.is_stale(row, now)
    months.count_and_keep(running, now)
    assert not months.is_stale(MonthCounted.objects.get(month=running), now)


def test_a_young_month_is_counted_again_every_day() -> None:
    signed_result()
    running, now = units.month_of(timezone.now()), timezone.now()
    months.count_and_keep(running, now)
    from saphena.clinic.journey.reviewing.models import MonthCounted

    row = MonthCounted.objects.get(month=running)
    assert months.is_stale(row, now + timedelta(days=1))
    months.count_and_keep(date(2019, 1, 1), now)
    assert not months.is_stale(MonthCounted.objects.get(month=date(2019, 1, 1)), now + timedelta(days=900))


def test_counts_are_added_branch_by_branch() -> None:
    assert months.added([{"a": {"x": 1}}, {"a": {"x": 2, "y": 1}, "b": 4}]) == {"a": {"x": 3, "y": 1}, "b": 4}


def test_a_review_looks_back_on_its_session() -> None:
    back(9, "early")
    review = Review.objects.get()
    assert (review.session, review.days) == (Session.objects.get(), 9)
