"""The log names no patient: tokens are cut out of addresses, and e-mail addresses out of everything."""

from __future__ import annotations

import logging
import re
import time
import warnings

from saphena.clinic.record.request_id import current_request_id

# A patient's link, that of a request, and the key of a new password.
SECRETS = re.compile(r"(/p/|/r/|/password/reset/key/)[^/\s?\"']+")
# What a viewer asks for: names and dates of birth (QIDO-RS puts them into the address); whose visits, by FHIR.
QUERY = re.compile(r"(/(?:dicomweb|fhir)/[^\s?\"']*)\?[^\s\"']+")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
# PostgreSQL shows the whole row that it does not take, name and birth date and all.
ROW = re.compile(r"(DETAIL:\s*|Failing row contains ).*")


def discreet(text: str) -> str:
    return E_MAIL.sub("(e-mail)", ROW.sub(r"\1(row)", SECRETS.sub(r"\1(token)", QUERY.sub(r"\1?(query)", text))))


def quote_no_files() -> None:
    """pydicom quotes what it finds odd in a file, and that may be a name: it warns of nothing here. Its log is dropped
    below, for it sets its own level whenever it is imported. What matters in a file we say ourselves."""
    warnings.filterwarnings("ignore", module=r"pydicom\.")


class Discreet(logging.Filter):
    """Puts the request's id on every line, and lets no line through that quotes a file."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id() or "-"
        return record.name != "pydicom"


class OneLine(logging.Formatter):
    """The line as it is written, tracebacks too, without what is nobody's business.

    Its moment is told in UTC ("2027-03-09T17:20:04.512Z"): that needs no rules of clocks, and the machine's may be old.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))
