"""Machines, what is asked of them, and what they send. Images are kept as they came; rows say whose they are."""

from __future__ import annotations

from datetime import date, datetime
from ipaddress import ip_address, ip_network
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.diary.models import Resource
from saphena.clinic.imaging.states import COUNTS, MeasureState, OrderState, Whose
from saphena.clinic.people.models import Patient, User

CHARACTER_SETS = (("ISO_IR 192", _("all languages (UTF-8)")), ("ISO_IR 100", _("Western European (Latin 1)")))


def check_addresses(value: str) -> None:
    """Addresses or networks, with spaces or commas between them."""
    for each in value.replace(",", " ").split():
        try:
            ip_network(each, strict=False)
        except ValueError:
            raise ValidationError(_("“%(each)s” is no network address."), params={"each": each}) from None


class Machine(models.Model):
    """A machine that may talk to the clinic: the name by which it calls, and from where it may do so."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    ae_title = models.CharField(
        _("AE title"), max_length=16, unique=True,
        validators=[RegexValidator(r"^[ -\[\]-~]*[!-\[\]-~]$", _("An AE title has up to 16 plain characters."))],
    )  # fmt: skip
    addresses = models.CharField(_("network addresses"), max_length=300, validators=[check_addresses])
    character_set = models.CharField(
        _("letters it can show"), max_length=16, choices=CHARACTER_SETS, default="ISO_IR 192"
    )
    answer_port = models.PositiveIntegerField(_("port for answers"), null=True, blank=True)
    scanner = models.OneToOneField(
        Resource, models.PROTECT, null=True, blank=True, related_name="machine", verbose_name=_("scanner in the diary")
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def may_call_from(self, address: str) -> bool:
        """Whether the network address is one of those from which it may call."""
        try:
            caller = ip_address(address)
        except ValueError:
            return False
        networks = (ip_network(each, strict=False) for each in self.addresses.replace(",", " ").split())
        return any(caller in network for network in networks if network.version == caller.version)


class TurnedAway(models.Model):
    """Who called and was not let in, so that whoever sets a machine up sees what it really says and from where. One row
    for each address, of the last call from there."""

    address = models.CharField(max_length=45, unique=True)
    title = models.CharField(max_length=16, blank=True)
    called = models.CharField(max_length=16, blank=True)
    why = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"caller {self.pk}"


class Order(models.Model):
    """A scan that was asked for: one line of the worklist. `about` is what it is for: "visit:12".

    Accession number and study UID are ours; images that come back with them are known by them.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="scans")
    about = models.CharField(max_length=60, unique=True)
    accession = models.CharField(max_length=16, unique=True)
    study_uid = models.CharField(max_length=64, unique=True)
    what = models.CharField(max_length=64)
    side = models.CharField(max_length=5, blank=True)
    scanner = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="+")
    performer = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=OrderState.SCHEDULED.value)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OrderState]), name="imaging_order_state"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "starts_at"], name="imaging_worklist"),
            models.Index(fields=["patient", "starts_at"], name="imaging_scans_of"),
        ]

    def __str__(self) -> str:
        return f"scan {self.pk}"


class Study(models.Model):
    """What came under one study UID. Whom it claims to be of is kept as it was claimed; `patient` is whom we know."""

    uid = models.CharField(max_length=64, unique=True)
    accession = models.CharField(max_length=16, blank=True)
    claimed_name = models.CharField(max_length=200, blank=True)
    claimed_id = models.CharField(max_length=64, blank=True)
    claimed_birth_date = models.CharField(max_length=8, blank=True)
    scanned_on = models.DateField(null=True, blank=True)
    description = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    newest_at = models.DateTimeField(default=timezone.now, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="studies")
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="studies")
    whose = models.CharField(max_length=8, default=Whose.TRAY.value)
    why = models.CharField(max_length=300, blank=True)
    matched_by = models.CharField(max_length=200, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering: ClassVar[list[str]] = ["-newest_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(whose__in=[each.value for each in Whose]), name="imaging_whose"),
            models.CheckConstraint(
                condition=Q(whose=Whose.TRAY.value, patient__isnull=True)
                | Q(whose=Whose.MATCHED.value, patient__isnull=False),
                name="imaging_matched_is_whose",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["whose", "-newest_at"], name="imaging_tray"),
            models.Index(fields=["patient", "-newest_at"], name="imaging_studies_of"),
        ]

    def __str__(self) -> str:
        return f"study {self.pk}"

    @property
    def said_name(self) -> str:
        """The claimed name as it is read: “Moreau, Pat” for “Moreau^Pat^^”, without its other alphabets."""
        return ", ".join(filter(None, (part.strip() for part in self.claimed_name.partition("=")[0].split("^"))))

    @property
    def said_birth_date(self) -> date | str:
        """The claimed date of birth as a date; what is none, as it stands there."""
        try:
            return datetime.strptime(self.claimed_birth_date, "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            return self.claimed_birth_date


class Instance(models.Model):
    """One still, clip or report, kept to the byte as it came. `place` is where, below the folder of images."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="instances")
    uid = models.CharField(max_length=64, unique=True)
    series_uid = models.CharField(max_length=64)
    sop_class = models.CharField(max_length=64)
    modality = models.CharField(max_length=16, blank=True)
    transfer_syntax = models.CharField(max_length=64)
    number = models.PositiveIntegerField(null=True, blank=True)
    frames = models.PositiveIntegerField(default=1)
    rows = models.PositiveIntegerField(null=True, blank=True)
    columns = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.CharField(max_length=32, blank=True)
    place = models.CharField(max_length=100, unique=True)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    came_from = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering: ClassVar[list[str]] = ["series_uid", "number", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["study", "series_uid", "number"], name="imaging_in_study"),
        ]

    def __str__(self) -> str:
        return f"image {self.pk}"


class PerformedStep(models.Model):
    """What a machine says it did for an order (MPPS): in progress, completed, discontinued, with what it told."""

    uid = models.CharField(max_length=64, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="steps")
    state = models.CharField(max_length=16)
    machine = models.CharField(max_length=16)
    told = models.JSONField(default=dict)
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"step {self.pk}"


class Commitment(models.Model):
    """A machine asked whether images are kept for good, and what was answered: what lay on the disk then."""

    transaction_uid = models.CharField(max_length=64)
    machine = models.CharField(max_length=16)
    kept = models.JSONField(default=list)
    failed = models.JSONField(default=list)
    address = models.CharField(max_length=45, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    told_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["told_at", "asked_at"], name="imaging_commitments_due"),
        ]

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class Measurement(models.Model):
    """One value that was measured on one frame: the pixels it came from, what it was, and what a clinician says of it.

    `value` stays as it was measured; a correction stands beside it, and so does what a person measured instead
    (`revises`). What was measured in one act has one `run`. `series` is what a clip says frame by frame. A value that a
    scanner's own report gave names the report and its place in it. `version` is that of the arithmetic.
    """

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="measurements")
    frame = models.PositiveIntegerField(default=0)
    region = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.JSONField(default=list)
    kind = models.CharField(max_length=80)
    value = models.FloatField()
    unit = models.CharField(max_length=8)
    uncertainty = models.FloatField(null=True, blank=True)
    flags = models.JSONField(default=list)
    version = models.CharField(max_length=20)
    automatic = models.BooleanField(default=False)
    run = models.CharField(max_length=32, blank=True)
    series = models.JSONField(default=dict)
    revises = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="revisions")
    report = models.ForeignKey(Instance, models.PROTECT, null=True, blank=True, related_name="reported")
    item = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, default=MeasureState.PROPOSED.value)
    corrected = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=300, blank=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in MeasureState]), name="imaging_measure_state"
            ),
            models.CheckConstraint(
                condition=Q(state=MeasureState.PROPOSED.value, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=MeasureState.PROPOSED.value) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="imaging_decided_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(corrected__isnull=True)
                | Q(state__in=(MeasureState.CORRECTED.value, MeasureState.RETIRED.value)),
                name="imaging_corrected_value",
            ),
            models.CheckConstraint(
                condition=Q(state=MeasureState.RETIRED.value, retired_by__isnull=False, retired_at__isnull=False)
                | (~Q(state=MeasureState.RETIRED.value) & Q(retired_by__isnull=True, retired_at__isnull=True)),
                name="imaging_retired_by_whom",
            ),
            models.UniqueConstraint(
                fields=["report", "item"], condition=Q(report__isnull=False), name="imaging_reported_once"
            ),
        ]

    def __str__(self) -> str:
        return f"measurement {self.pk}"

    @property
    def is_proposed(self) -> bool:
        return self.state == MeasureState.PROPOSED

    @property
    def counts(self) -> bool:
        """Whether a clinician stands behind it: accepted or corrected, and not retired since."""
        return self.state in COUNTS

    @property
    def result(self) -> float:
        """What counts: the correction where there is one."""
        return self.value if self.corrected is None else self.corrected


class Scale(models.Model):
    """A scale that a person has set on an image, in place of the machine's. Rows are only added; the newest counts.

    A picture: two points and the mm between them. A strip: its upper left and lower right corner, the s across it, and
    the cm/s at its upper and lower edge. "machine" takes the machine's own again.
    """

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="scales")
    kind = models.CharField(max_length=8, choices=[(each, each) for each in ("picture", "strip", "machine")])
    points = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"scale {self.pk}"
