"""The note: sentences of what was recorded, signed once, locked; addenda, the report, complications, emergencies."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.journey.treating.actions import confirm_row
from saphena.clinic.journey.treating.injecting import approve_injection
from saphena.clinic.journey.treating.models import Complication, Note
from saphena.clinic.journey.treating.noting import code_complication, record_emergency_step, record_sighting
from saphena.clinic.journey.treating.signing import add_addendum, fingerprint_of, make_report, sign_note
from saphena.clinic.journey.treating.states import State
from saphena.clinic.journey.treating.telling import both_languages
from saphena.clinic.letters.actions import address_report
from saphena.clinic.letters.models import Paper
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.treating.couch import ago, gone, inject, injected, key, syringe, take_back


def sentences(note: Note, language: str = "en") -> str:
    return " ".join(sentence for _heading, part in note.text[language] for sentence in part)


def test_the_note_says_what_was_recorded_in_both_languages() -> None:
    session = gone()
    note = sign_note(actor=cast.priya(), session=session)
    english, french = sentences(note), sentences(note, "fr")
    for said in (
        "Left leg, 9 March 2027.",
        "Weight 70 kg.",
        "Two identifiers said by the patient: name and date of birth",
        "Aethoxysklerol 1 %, foam 1+4, lot A123, good until 31 Jan 2030",
        "12:30: 2 mL of Aethoxysklerol 1 % into great saphenous vein, upper thigh (foam 0 s old).",
        "2 mL with 4 mg of polidocanol.",
        "Mixed foam 10 mL a session: 2 of 10 mL, both legs.",
        "Bandage: foot to groin",
        "Left the clinic at 13:10",
    ):
        assert said in english
    assert "2 mL de Aethoxysklerol 1 % dans grande veine saphène, haut de la cuisse" in french
    assert "jusqu’au 31 janv. 2030" in french  # not Django’s “Jan”
    assert "La jambe" not in english


def test_what_was_taken_back_and_what_was_seen_stand_in_it() -> None:
    session = injected()
    wrong = inject(session, syringe(session), "1")
    take_back(session, wrong)
    record_sighting(actor=cast.nora(), session=session, key=key(), what="cough", at=ago())
    text = " ".join(sentence for _heading, part in both_languages(session)["en"] for sentence in part)
    assert "taken back at 13:10: at once" in text
    assert "13:10: cough." in text


def test_it_is_signed_once_by_a_physician_and_then_it_is_locked() -> None:
    session = gone()
    with pytest.raises(PermissionDenied):
        sign_note(actor=cast.nora(), session=session)
    note = sign_note(actor=cast.priya(), session=session)
    assert sign_note(actor=cast.priya(), session=session).pk == note.pk
    session.refresh_from_db()
    assert session.state == State.SIGNED
    assert note.fingerprint == fingerprint_of(note.text)
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text={})
    with pytest.raises(Refused, match="session is over"):
        inject(session, syringe(session))


def test_it_is_not_signed_while_the_patient_is_here_or_when_something_new_has_come_in() -> None:
    session = injected()
    with pytest.raises(Refused, match="once the patient has left"):
        sign_note(actor=cast.priya(), session=session)
    session = gone()
    seen = session.version
    record_sighting(actor=cast.nora(), session=session, key=key(), what="cough", at=ago(2), late=True)
    with pytest.raises(Refused, match="read it again"):
        sign_note(actor=cast.priya(), session=session, seen=seen)


def test_an_injection_that_waits_for_a_reason_holds_up_the_signature() -> None:
    session = gone()
    late = inject(session, syringe(session, late=True), "12", late=True)
    with pytest.raises(Refused, match="gives the reason for: 13:10: 12 mL, great saphenous"):
        sign_note(actor=cast.priya(), session=session)
    approve_injection(actor=cast.priya(), session=session, key=key(), injection_id=late.pk, reason="Seen and agreed")
    assert "Reason: Seen and agreed (Priya Raman)" in sentences(sign_note(actor=cast.priya(), session=session))


def test_what_comes_in_after_the_signature_is_kept_and_the_note_stays() -> None:
    session = gone()
    drawn = syringe(session, late=True)
    note = sign_note(actor=cast.priya(), session=session)
    inject(session, drawn, late=True)
    assert session.injections.count() == 2
    assert fingerprint_of(Note.objects.get(pk=note.pk).text) == note.fingerprint
    add_addendum(actor=cast.priya(), session=session, text="One more, on paper until today.")
    with pytest.raises(Refused, match="write what"):
        add_addendum(actor=cast.priya(), session=session, text="  ")


def test_the_report_is_made_of_the_signed_note_alone() -> None:
    session = gone()
    with pytest.raises(Refused, match="sign it first"):
        make_report(actor=cast.priya(), session=session, language="en")
    sign_note(actor=cast.priya(), session=session)
    add_addendum(actor=cast.priya(), session=session, text="#strong[no markup] $x$")
    address_report(
        actor=cast.priya(), patient=session.course.patient, paper=Paper.PROCEDURE, number=session.pk,
        name="Dr. #strong[Roy]", address="$x$\nBanff AB",
    )  # fmt: skip
    assert make_report(actor=cast.priya(), session=session, language="fr").startswith(b"%PDF")


def test_a_complication_has_the_code_of_its_leg() -> None:
    session = gone()
    code_complication(actor=cast.priya(), session=session, key=key(), what="dvt_popliteal", at=ago())
    code_complication(actor=cast.priya(), session=session, key=key(), what="extravasation", at=ago(), words="2 cm")
    assert list(Complication.objects.values_list("what", "code")) == [
        ("dvt_popliteal", "I82.432"),
        ("extravasation", ""),
    ]
    assert "ICD-10-CM I82.432" in sentences(sign_note(actor=cast.priya(), session=session))


def test_a_step_of_an_emergency_is_recorded_even_at_the_door() -> None:
    session = gone()
    for step in ("stop", "ambulance", "ambulance"):
        record_emergency_step(
            actor=cast.nora(), session=session, key=key(), emergency="anaphylaxis", step=step, at=ago()
        )
    with pytest.raises(Refused):
        record_emergency_step(
            actor=cast.nora(), session=session, key=key(), emergency="anaphylaxis", step="x", at=ago()
        )
    assert "Anaphylaxis: Stop injecting. Call for help." in sentences(sign_note(actor=cast.priya(), session=session))


def test_a_dose_is_shown_once_a_physician_has_confirmed_it() -> None:
    session = injected()
    browser, where = cast.signed_in(cast.nora()), reverse("treating:state", args=[session.pk]) + "?whole"

    def adrenaline() -> dict[str, object]:
        steps = browser.get(where).json()["fixed"]["emergencies"][0]["steps"]
        found: dict[str, object] = next(step for step in steps if step["name"] == "adrenaline")
        return found

    assert (adrenaline()["dose"], adrenaline()["confirm"]) == ("", True)
    row = "emergency anaphylaxis adrenaline"
    with pytest.raises(PermissionDenied):
        confirm_row(actor=cast.nora(), name=row, words="WAO 2020")
    with pytest.raises(Refused, match="where you have read it"):
        confirm_row(actor=cast.priya(), name=row, words=" ")
    confirm_row(actor=cast.priya(), name=row, words="WAO 2020, table 5")
    assert (adrenaline()["dose"], adrenaline()["confirm"]) == ("0.5 mg = 0.5 mL (adrenaline 1 mg/mL)", False)
    confirm_row(actor=cast.priya(), name=row, words="withdrawn", on=False)
    assert adrenaline()["dose"] == ""


def test_a_number_that_is_confirmed_holds_and_a_labels_ceiling_cannot_be_put_off() -> None:
    confirm_row(actor=cast.priya(), name="lidocaine_plain", words="Label, section 2")
    assert "lidocaine_plain" in {row.name for row in rows_in_force().ceilings}
    with pytest.raises(Refused, match="no number of that name"):
        confirm_row(actor=cast.priya(), name="rumour", words="no")
    with pytest.raises(Refused, match="cannot be switched off"):
        confirm_row(actor=cast.priya(), name="polidocanol_day", words="no", on=False)


@pytest.mark.parametrize("page", ["sessions", "numbers"])
def test_the_pages_open_for_staff_and_not_for_others(page: str) -> None:
    where = reverse(f"treating:{page}")
    assert cast.signed_in(cast.priya()).get(where).status_code == 200
    assert cast.signed_in(cast.olive()).get(where).status_code == 403


def test_the_note_is_signed_and_added_to_on_its_page() -> None:
    session = gone()
    browser, page = cast.signed_in(cast.priya()), reverse("treating:note", args=[session.pk])
    assert "The note can be signed" not in browser.get(page).content.decode()
    stale = browser.post(reverse("treating:sign", args=[session.pk]), {"seen": session.version - 1})
    assert stale.status_code == 409
    assert browser.post(reverse("treating:sign", args=[session.pk]), {"seen": session.version}).status_code == 302
    empty = browser.post(reverse("treating:addendum", args=[session.pk]), {"text": ""})
    assert empty.status_code == 422
    browser.post(reverse("treating:addendum", args=[session.pk]), {"text": "Called on the next day: well."})
    assert "Called on the next day: well." in browser.get(page).content.decode()
    assert browser.get(reverse("treating:report", args=[session.pk]))["Content-Type"] == "application/pdf"
