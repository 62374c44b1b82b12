"""Settings from the environment: typed, and loud about a value that cannot be read.

Every name begins with SAPHENA_. A secret may also come from a file: SAPHENA_SECRET_KEY_FILE names it, as containers
hand out secrets.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """The value, without the white space around it."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {value!r}; it has to be yes or no")
    return value in YES


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name)
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it has to be a whole number") from None
    if found < least or (most is not None and found > most):
        upper = "" if most is None else f" and at most {most}"
        raise ImproperlyConfigured(f"{name} is {found}; it has to be at least {least}{upper}")
    return found


def one_of(name: str, default: str, known: tuple[str, ...]) -> str:
    """One of a few words."""
    value = text(name, default).lower() or default
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; it has to be one of: {', '.join(known)}")
    return value


def names(name: str) -> list[str]:
    """Names with commas between them."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def secret(name: str) -> str:
    """The value, or what stands in the file that NAME_FILE names. Both at once is a mistake."""
    value, path = text(name), text(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one of them")
    if not path:
        return value
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {error.strerror}: {path}") from error


def address(name: str, default: str) -> str:
    """A web address of the clinic's pages, without a path: https://clinic.example."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} is {value!r}; it has to look like https://clinic.example")
    return value


SQLITE_OPTIONS = {
    # A write takes its lock when the transaction begins, so two of them wait for each other instead of failing.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=30000; "
    "PRAGMA foreign_keys=ON;",
}


def database(url: str, home: Path) -> dict[str, Any]:
    """Where the rows are: a file at home, or the PostgreSQL that the address names.

    `postgresql://user:password@host:5432/name?sslmode=require`; whatever stands after the question mark goes to the
    driver as it is. The host may be a folder with a socket in it: `postgresql:///name?host=/run/postgresql`.
    """
    if not url:
        file = home / "clinic.sqlite3"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            "OPTIONS": SQLITE_OPTIONS,
            "TEST": {"NAME": home / "test.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        raise ImproperlyConfigured("SAPHENA_DATABASE_URL has to look like postgresql://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail(url: str, *, console: bool) -> Mapping[str, Any]:
    """How e-mail leaves: `smtp://user:password@host:587` (STARTTLS), `smtps://...:465`, `console:`.

    Without an address it leaves nowhere (`EMAIL_BACKEND` dummy), and the messages wait: see messages/senders.py. With
    `console` it is printed instead, for trying things out. `smtp://host:25?starttls=no` is for a relay on this machine.
    """
    if not url:
        url = "console:" if console else ""
    if url in ("", "console:"):
        kind = "console" if url else "dummy"
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("SAPHENA_SMTP_URL has to look like smtp://user:password@host:587")
    starttls = dict(parse_qsl(parts.query)).get("starttls", "yes").lower() in YES
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and starttls,
        "EMAIL_TIMEOUT": 20,
    }


def texts(url: str, *, console: bool) -> str:
    """How text messages leave: `twilio://ACCOUNT:TOKEN@+15875550100` or `console:`; without an address, not at all.

    What it means is read by messages/texting.py. A mistake is told without repeating the address, which holds a secret.
    """
    if not url:
        return "console:" if console else ""
    parts = urlsplit(url)
    if url != "console:" and (parts.scheme != "twilio" or not parts.username or not parts.password):
        raise ImproperlyConfigured(
            "SAPHENA_SMS_URL has to look like twilio://ACCOUNT:TOKEN@+15875550100, or be console:"
        )
    return url
