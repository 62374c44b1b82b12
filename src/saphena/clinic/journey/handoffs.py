"""One table: which event starts which action. Every arrow between the rooms, and to what serves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saphena.clinic.record.announcing import FollowUp, Handoffs
    from saphena.clinic.record.events import Event


def handoffs() -> Handoffs:
    """Every arrow from an event to what follows it."""
    from saphena.clinic.courses.events import (
        CourseDischarged,
        CourseOpened,
        CourseReopened,
        EventHappened,
        EventPlanned,
        EventTakenBack,
        FactsAnswered,
        Observed,
        RoundStarted,
    )
    from saphena.clinic.courses.promises import promise_plan, withdraw_promises
    from saphena.clinic.journey.booking import scans
    from saphena.clinic.journey.booking.events import (
        MoveAnswered,
        MoveAsked,
        MoveAskEnded,
        OfferMade,
        VisitBooked,
        VisitCancelled,
        VisitMoved,
    )
    from saphena.clinic.journey.booking.promises import tell_asked, tell_offer, tell_visits, untell_asked
    from saphena.clinic.journey.booking.waiting import offer_freed
    from saphena.clinic.journey.mapping.actions import date_courses
    from saphena.clinic.journey.mapping.events import MapSigned
    from saphena.clinic.journey.planning.events import (
        AllergiesChanged,
        ConsentSigned,
        ConsentWithdrawn,
        DayConfirmed,
        FindingDecided,
        PlanSigned,
        QuestionsAnswered,
        TestClosed,
    )
    from saphena.clinic.journey.planning.gates import settle_after, settle_after_planning, settle_round
    from saphena.clinic.journey.recovering import undelivered
    from saphena.clinic.journey.recovering.events import LetterWritten
    from saphena.clinic.journey.recovering.expecting import follow_the_plan
    from saphena.clinic.journey.recovering.promises import promise_letter
    from saphena.clinic.journey.requesting import promises as requests
    from saphena.clinic.journey.requesting.actions import date_course
    from saphena.clinic.journey.requesting.events import (
        QuestionAsked,
        RequestAccepted,
        RequestDeclined,
        RequestReceived,
        RequestRepeated,
    )
    from saphena.clinic.journey.reviewing.outcomes.changing import counted
    from saphena.clinic.journey.reviewing.outcomes.months import mark
    from saphena.clinic.journey.treating.events import DeedRecorded, Injected, InjectionTakenBack, SessionMoved
    from saphena.clinic.journey.treating.following import (
        confirm_the_answers,
        date_the_course,
        look_again,
        move_the_visit,
    )
    from saphena.clinic.journey.treating.stock import draw_from_the_lot, give_back_to_the_lot
    from saphena.clinic.messages.actions import promise_link, promise_new_link
    from saphena.clinic.messages.events import (
        MessageCancelled,
        MessageConfirmed,
        MessageFailed,
        MessageLost,
        MessageRenewed,
        MessageSent,
        MessageTooLate,
    )
    from saphena.clinic.people.events import LinkSendingAsked, NewLinkAsked

    arrows: dict[type[Event], list[FollowUp]] = {
        LinkSendingAsked: [promise_link],
        NewLinkAsked: [promise_new_link],
        RequestReceived: [requests.promise_receipt],
        RequestRepeated: [requests.promise_receipt],
        QuestionAsked: [requests.promise_question],
        AllergiesChanged: [settle_after],
        PlanSigned: [settle_after, look_again],
        TestClosed: [settle_after, look_again],
        QuestionsAnswered: [look_again],
        DayConfirmed: [look_again],
        FindingDecided: [look_again],
        ConsentSigned: [look_again],
        ConsentWithdrawn: [look_again],
        RequestDeclined: [requests.promise_refusal],
        RequestAccepted: [requests.promise_acceptance],
        CourseOpened: [date_course],
        RoundStarted: [settle_round],
        OfferMade: [tell_offer],
        MoveAsked: [tell_asked],
        MoveAnswered: [untell_asked],
        MoveAskEnded: [untell_asked],
        MapSigned: [date_courses],
        SessionMoved: [date_the_course, move_the_visit],
        VisitBooked: [tell_visits, scans.put_on_worklist],
        VisitMoved: [tell_visits, scans.put_on_worklist, offer_freed],
        VisitCancelled: [tell_visits, scans.take_off_worklist, offer_freed],
        EventPlanned: [promise_plan, follow_the_plan, settle_after_planning],
        EventTakenBack: [withdraw_promises, follow_the_plan],
        EventHappened: [follow_the_plan],
        CourseDischarged: [follow_the_plan],
        CourseReopened: [follow_the_plan],
        Observed: [follow_the_plan],
        FactsAnswered: [follow_the_plan],
        LetterWritten: [promise_letter],
        MessageFailed: [undelivered.tell_the_inbox],
        MessageLost: [undelivered.tell_the_inbox],
        MessageTooLate: [undelivered.tell_the_inbox],
        MessageSent: [undelivered.settle],
        MessageConfirmed: [undelivered.settle],
        MessageRenewed: [undelivered.settle],
        MessageCancelled: [undelivered.settle],
        DeedRecorded: [confirm_the_answers],
        Injected: [draw_from_the_lot],
        InjectionTakenBack: [give_back_to_the_lot],
    }
    for event in counted():
        arrows.setdefault(event, []).append(mark)
    return arrows
