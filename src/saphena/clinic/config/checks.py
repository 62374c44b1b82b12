"""System checks of our own: combinations of settings that must not go on line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from saphena.clinic.config.environment import secret, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})


def public_hosts() -> list[str]:
    return [host for host in settings.ALLOWED_HOSTS if host not in LOCAL and not host.endswith(".localhost")]


@register(Tags.security)
def debug_stays_at_home(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG and public_hosts():
        return [
            Error(
                f"SAPHENA_DEBUG is on while the clinic is reachable as {', '.join(public_hosts())}.",
                hint="Debug pages show patients' data to whoever causes an error. Turn SAPHENA_DEBUG off.",
                id="saphena.E001",
            )
        ]
    return []


@register(Tags.security)
def one_key_for_all_machines(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    shared = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    if shared and not secret("SAPHENA_SECRET_KEY") and not settings.SAPHENA_TESTING:
        return [
            Error(
                "The secret key is missing: with PostgreSQL there may be several machines, and they need the same key.",
                hint="Set SAPHENA_SECRET_KEY, or SAPHENA_SECRET_KEY_FILE, to fifty random characters or more.",
                id="saphena.E002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def e_mail_leaves(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        hint = "Set SAPHENA_SMTP_URL, for example smtp://user:password@mail.example:587."
        found.append(
            Warning("E-mail is not set up: patients get no messages, staff no new passwords.", hint, id="saphena.W001")
        )
    if not text("SAPHENA_EMAIL_FROM"):
        hint = "Set SAPHENA_EMAIL_FROM to an address that patients may answer to."
        found.append(Warning("Messages have no sender's address.", hint, id="saphena.W002"))
    return found


@register(Tags.security, deploy=True)
def public_pages_are_encrypted(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if public_hosts() and not settings.SAPHENA_URL.startswith("https:"):
        hint = "Put a proxy with a certificate in front and set SAPHENA_URL to https://..."
        return [Error("Patients' pages would travel without encryption.", hint, id="saphena.E003")]
    return []


@register(Tags.security, deploy=True)
def staff_have_a_second_factor(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SAPHENA_REQUIRE_MFA:
        hint = "Leave SAPHENA_REQUIRE_MFA on; it is for the demo to turn off."
        return [Warning("A password alone opens patients' charts.", hint, id="saphena.W003")]
    return []
