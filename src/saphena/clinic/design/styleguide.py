"""Fixed examples of every component in both voices, for design/styleguide.html and design/styleguide_patient.html.

Whoever mounts the pages gives them `examples()` and asks for a capability. The examples are one patient's made-up
course around Tuesday 9 March 2027; they are English only, for no patient sees them.
"""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator

from saphena.clinic.design.components import (
    Act,
    Bar,
    Cell,
    Column,
    Gate,
    Lane,
    Line,
    NavItem,
    NextThing,
    NowCard,
    PlanDay,
    PlanRow,
    PlanState,
    Row,
    Step,
    StepState,
    Week,
    WeekDay,
    WhyLine,
)
from saphena.clinic.design.leg_map import leg_map_picture
from saphena.clinic.design.templatetags.design import shapes
from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap import ChangeMark
from saphena.pathway.legmap.examples import great_saphenous, treated

CHANGES = (
    ChangeMark(Leg.LEFT, "gsv.thigh.upper", "closed"),
    ChangeMark(Leg.LEFT, "gsv.thigh.lower", "narrower"),
    ChangeMark(Leg.LEFT, "gsv.calf.upper", "closed"),
    ChangeMark(Leg.LEFT, "T1", "closed"),
)
WHY_BANDAGE = (
    WhyLine("Rule", "POST-6, the bandage stays on five days and five nights"),
    WhyLine("Event", "bandage on, Tue 9 Mar 10:20"),
    WhyLine("Arithmetic", "nights 9, 10, 11, 12, 13 of March; off on the morning after the fifth"),
    WhyLine("Parameter", "bandage_nights = 5 (the protocol's own)"),
    WhyLine("Source", "Clinic leaflet, after the procedure 6"),
)
WHY_WALK = (
    WhyLine("Why", "Walking keeps the blood moving in the deep veins."),
    WhyLine("When", "Once every hour while your legs are up. You got home at 11:50."),
    WhyLine("From", "Your clinic's leaflet, after the procedure 1"),
)


class ExampleForm(forms.Form):
    """One field of each sort, one of them wrong."""

    name = forms.CharField(label="Name", help_text="As it stands on the health card.")
    born = forms.DateField(label="Date of birth", help_text="Year, month, day: 1961-04-30.")
    leg = forms.ChoiceField(label="Leg", choices=[("l", "Left"), ("r", "Right")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="May be called in the evening", required=False)


def journey() -> list[Step]:
    """A journey in the middle: three steps done, one open, one shut behind a gate."""
    return [
        Step("requesting", "Requesting", StepState.DONE, "2 Feb 2027", url="#requesting"),
        Step("mapping", "Mapping", StepState.DONE, "16 Feb 2027", url="#mapping"),
        Step("planning", "Planning", StepState.DONE, "18 Feb 2027", url="#planning"),
        Step(
            "booking",
            "Booking",
            StepState.OPEN,
            "Since 19 Feb",
            detail="Choose a time: 60 minutes, right leg, room with a scanner.",
            url="#booking",
        ),
        Step("preparing", "Preparing", StepState.WAITING, "A week before"),
        Step(
            "treating",
            "Treating",
            StepState.SHUT,
            gate=Gate(
                "No finished test session on an earlier day.",
                "Opens with a test session without a reaction.",
                "#test",
                "Plan the test session",
            ),
        ),
        Step("recovering", "Recovering", StepState.WAITING),
        Step("reviewing", "Reviewing", StepState.WAITING),
    ]


def plan_days() -> list[PlanDay]:
    """Three days of a plan, with every mark that a line can carry."""
    changed_why = (
        *WHY_BANDAGE[:3],
        WhyLine("Parameter", "bandage_nights = 3 (protocol: 5)", changed=True),
        WHY_BANDAGE[4],
    )
    return [
        PlanDay(
            "Sun 7 Mar 2027",
            (
                PlanRow(
                    "until 10:00",
                    "Last moment to change the appointment",
                    "must",
                    "notice",
                    WHY_BANDAGE,
                    state=PlanState.PAST,
                ),
                PlanRow("from now on", "Support hose may stay off", "may", "may", WHY_BANDAGE, state=PlanState.PAST),
            ),
            "2 days before",
        ),
        PlanDay(
            "Tue 9 Mar 2027",
            (
                PlanRow(
                    "before arrival",
                    "One medium stocking, or two light ones, in hand",
                    "must",
                    "gate",
                    WHY_BANDAGE,
                    state=PlanState.DONE,
                    mark="gate",
                    mark_text="Gate: arrival",
                ),
                PlanRow(
                    "11:10",
                    "Drive home: 40 min",
                    "must",
                    "limit",
                    WHY_BANDAGE,
                    mark="limit",
                    mark_text="Over 30 min: warn. Limit 45 min",
                    state=PlanState.PAST,
                ),
                PlanRow(
                    "11:50 – 15:50",
                    "Lie with both legs higher than the heart",
                    "must",
                    "do",
                    WHY_WALK,
                    state=PlanState.NOW,
                ),
                PlanRow("12:50", "Walk 10 to 15 minutes", "must", "do", WHY_WALK),
                PlanRow(
                    "15:50 – 16:20", "Exercise 30 minutes: a brisk walk or light cycling", "should", "do", WHY_WALK
                ),
            ),
            "day of treatment",
            today=True,
        ),
        PlanDay(
            "Fri 12 Mar 2027",
            (
                PlanRow(
                    "in the morning",
                    "Take the bandage off",
                    "must",
                    "do",
                    changed_why,
                    changed="bandage nights 3 instead of 5",
                ),
                PlanRow("all day", "Try not to take aspirin unless it is prescribed", "try", "avoid", WHY_BANDAGE),
                PlanRow(
                    "if a tender lump",
                    "Ice over a cloth, 15 minutes, four times a day",
                    "may",
                    "self-care",
                    WHY_BANDAGE,
                ),
            ),
            "3 days after",
        ),
    ]


def now_card() -> NowCard:
    """What now, at 13:25 on the day of treatment."""
    return NowCard(
        sentence="Lie down with both legs higher than your heart.",
        until_text="until 15:50",
        fraction_left=0.604,
        icon="legs-up",
        left_text="2 h 25 min left",
        why_lines=WHY_WALK,
    )


def next_things() -> list[NextThing]:
    """The next three."""
    return [
        NextThing("13:50", "Get up and walk for 10 to 15 minutes", "walk", "must", WHY_WALK),
        NextThing("15:50 to 16:20", "Exercise: a brisk walk or light cycling", "walk", "should", WHY_WALK),
        NextThing("Tonight, in bed", "You may take the stocking off. The bandage stays on.", "moon", "may", WHY_WALK),
    ]


def week() -> Week:
    """The strip from Tuesday to Monday."""
    names = ("Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon")
    return Week(
        days=tuple(WeekDay(name, str(9 + at), today=at == 0) for at, name in enumerate(names)),
        lanes=(
            Lane(
                "bandage",
                "Bandage",
                "On and dry, day and night, until Sunday 14 March, in the morning.",
                (Bar(0.43, 5.3, "Bandage on"),),
                "bandage",
                WHY_BANDAGE,
            ),
            Lane(
                "stocking",
                "Stocking",
                "Day and night for two days, then from morning to bedtime.",
                (Bar(0.43, 2.4), *(Bar(day + 0.3, day + 0.92) for day in range(3, 7))),
                "stocking",
                WHY_BANDAGE,
            ),
            Lane(
                "exercise",
                "Exercise",
                "30 minutes every day.",
                (Bar(0.66, 0.68), *(Bar(day + 0.5, day + 0.52) for day in range(1, 7))),
                "walk",
                WHY_WALK,
            ),
            Lane(
                "visit",
                "Visits",
                "Tuesday 9 March at 10:00. Next: Tuesday 16 March at 9:30.",
                (Bar(0.416, 0.458, "Treatment"),),
                "calendar",
                WHY_BANDAGE,
            ),
        ),
        now=0.56,
    )


def examples() -> dict[str, object]:
    """Everything that the two style guide pages show."""
    form = ExampleForm({"name": "Pat Moreau", "born": "30/4/61x", "leg": "r"})
    form.is_valid()
    return {
        "clinic_name": "Calgary Vein",
        "clinic_phone": "403 555-0142",
        "nav_items": [
            NavItem("Patients", "#patients", "people"),
            NavItem("Messages", "#messages", "tell"),
            NavItem("Protocol", "#protocol", "document"),
            NavItem("Style guide", "#content", "info", current=True),
        ],
        "patient_nav": [NavItem("Today", "#content", current=True), NavItem("Whole plan", "#whole-plan")],
        "icons": sorted(shapes()),
        "steps": journey(),
        "days": plan_days(),
        "now": now_card(),
        "things": next_things(),
        "week": week(),
        "form": form,
        "acts": [Act("Add a patient", "#add", "person"), Act("Print", "#print", "print")],
        "columns": [Column("Patient"), Column("Step"), Column("State"), Column("Nights", numeric=True)],
        "rows": [
            Row((Cell("Pat Moreau", "#pat"), Cell("Booking"), Cell("Open", badge="open"), Cell("5")), "moreau.pat"),
            Row((Cell("Émile Roy", "#emile"), Cell("Treating"), Cell("Shut", badge="shut"), Cell("3"))),
            Row((Cell("Ana Wolf", "#ana"), Cell("Recovering"), Cell("Missed", badge="missed"), Cell("14"))),
        ],
        "facts": [
            Line("Born", "30 April 1961"),
            Line("Bandage", "5", "nights"),
            Line("Foam, ceiling", "10", "mL"),
            Line("Phone", "403 555-0142", url="tel:4035550142"),
        ],
        "act": Act("Add the first patient", "#add", "person"),
        "page": Paginator(range(50), 10).page(2),
        "leg_map": leg_map_picture(
            great_saphenous(), legs=[Leg.RIGHT], choosable=True, chosen="right gsv.knee", key="guide"
        ),
        "leg_before": leg_map_picture(great_saphenous(Leg.LEFT), legs=[Leg.LEFT], key="before"),
        "leg_after": leg_map_picture(treated(Leg.LEFT), legs=[Leg.LEFT], changes=CHANGES, key="after"),
        "vein_states": ["reflux", "competent", "closed", "not_seen"],
        "work_states": [
            "done",
            "open",
            "waiting",
            "shut",
            "now",
            "coming",
            "past",
            "missed",
            "ended_early",
            "info",
            "warning",
            "stop",
        ],
        "strengths": ["must", "should", "may", "try"],
        "colours": [
            "ink",
            "ink-soft",
            "ink-faint",
            "accent",
            "reflux",
            "competent",
            "closed",
            "not-seen",
            "warning",
            "stop",
        ],
    }
