"""The clinic, its staff, its patients, and the links by which patients come in. Columns and constraints only."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.languages import Language
from saphena.clinic.people.roles import ROLE_NAMES, STAFF_ROLES, Role, roles_may
from saphena.clinic.people.zones import check_zone
from saphena.clinic.record.folding import digits, fold

if TYPE_CHECKING:
    from collections.abc import Iterable


def default_zone() -> str:
    return settings.TIME_ZONE


class Clinic(models.Model):
    """The clinic: one row. What patients read at the foot of every page comes from here."""

    name = models.CharField(_("name"), max_length=120)
    zone = models.CharField(_("time zone"), max_length=64, validators=[check_zone], default=default_zone)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    emergency_number = models.CharField(_("emergency number"), max_length=20, default="911")
    after_hours = models.CharField(_("telephone outside of opening hours"), max_length=200, blank=True)
    address = models.TextField(_("address"), blank=True)
    languages = models.JSONField(_("languages"), default=list)
    quiet_from = models.TimeField(_("no messages from"), default=time(21))
    quiet_until = models.TimeField(_("no messages until"), default=time(8))

    class Meta:
        verbose_name = _("clinic")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="people_one_clinic"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class UserManager(BaseUserManager["User"]):
    """Makes accounts. allauth and Django's own commands ask for these names."""

    def create_user(
        self,
        email: str,
        password: str | None = None,
        *,
        name: str = "",
        roles: Iterable[Role] = (),
        language: str = Language.ENGLISH,
    ) -> User:
        user = self.model(
            email=email.strip().lower(), name=name, roles=[Role(r).value for r in roles], language=language
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A member of staff. Patients have no account. The e-mail address is the sign-in name."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    roles = models.JSONField(_("roles"), default=list)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH)
    is_active = models.BooleanField(_("works here"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="people_one_account_per_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def held_roles(self) -> frozenset[Role]:
        return frozenset(Role(name) for name in self.roles if name in STAFF_ROLES)

    @property
    def roles_in_words(self) -> str:
        """In the reader's language, in the order of the table."""
        return ", ".join(str(ROLE_NAMES[role]) for role in STAFF_ROLES if role in self.held_roles) or gettext("no role")

    def may(self, capability: str, patient: Patient | None = None) -> bool:
        return self.is_active and roles_may(self.held_roles, capability)

    @property
    def actor_id(self) -> int | None:
        return self.pk

    @property
    def actor_name(self) -> str:
        return str(self)

    @property
    def actor_role(self) -> str:
        return ", ".join(role.value for role in STAFF_ROLES if role in self.held_roles) or "no role"


class SexAtBirth(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    INTERSEX = "intersex", _("intersex")


class Patient(models.Model):
    """A person the clinic treats. How they may be reached is theirs to say, channel by channel."""

    given_names = models.CharField(_("given names"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    birth_date = models.DateField(_("date of birth"))
    sex_at_birth = models.CharField(_("sex at birth"), max_length=10, choices=SexAtBirth.choices, blank=True)
    health_number = models.CharField(_("health number"), max_length=40, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    address = models.TextField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH)
    zone = models.CharField(_("time zone"), max_length=64, validators=[check_zone], default=default_zone)
    email_allowed = models.BooleanField(_("e-mail"), default=True)
    text_allowed = models.BooleanField(_("text messages"), default=True)
    phone_allowed = models.BooleanField(_("telephone calls"), default=True)
    search = models.CharField(max_length=800, editable=False, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        # A column of its own, because databases do not agree on how "É" is found by typing "e".
        self.search = self.as_searched()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came

    def as_searched(self) -> str:
        """Family name first, so that the list's order comes from the same index."""
        parts = (
            fold(self.family_name),
            fold(self.given_names),
            self.birth_date.strftime("%Y%m%d"),
            digits(self.phone),
            fold(self.health_number).replace(" ", ""),
            fold(self.email),
        )
        return " ".join(part for part in parts if part)[:800]

    @property
    def formal_name(self) -> str:
        return f"{self.family_name}, {self.given_names}"

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def may(self, capability: str, patient: Patient | None = None) -> bool:
        """A patient may do what patients may, with what is their own."""
        return patient is not None and patient.pk == self.pk and roles_may(frozenset({Role.PATIENT}), capability)

    @property
    def actor_id(self) -> int | None:
        return None

    @property
    def actor_name(self) -> str:
        return str(self)

    @property
    def actor_role(self) -> str:
        return Role.PATIENT.value


class PatientLink(models.Model):
    """A long random token that stands for a patient. Only its hash is kept, so a copied database opens nothing."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("patient's link")
        verbose_name_plural = _("patients' links")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["patient", "-created_at"], name="people_links")]

    def __str__(self) -> str:
        return f"link {self.pk}"

    def is_live(self, now: datetime) -> bool:
        return self.withdrawn_at is None and now < self.expires_at


class TokenBucket(models.Model):
    """How much somebody has left to try. `key` is a hash: of a link, or of an address on the network (trying.py)."""

    key = models.CharField(max_length=64, unique=True)
    tokens = models.FloatField()
    updated_at = models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC))

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["updated_at"], name="people_bucket_age")]

    def __str__(self) -> str:
        return self.key[:8]
