"""List the protocols that come with Saphena, show one in words, or check one: a shipped one by its id, or a TOML file.

`check` says whether a protocol may be given to a patient. Exit status 0: nothing is wrong (warnings and notes may be
said); 1: there are errors; 2: the file cannot be read.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from saphena.commands import CommandFailed
from saphena.commands.output import put
from saphena.commands.typed import find_protocol, protocol_file, read_language

if TYPE_CHECKING:
    import argparse

    from saphena.pathway.protocol.checking import Finding
    from saphena.pathway.protocol.rules import Protocol

CANNOT_READ = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Each of its three sub-commands brings the function that answers it."""
    parts = parser.add_subparsers(metavar="list|show|check", required=True, dest="part")
    listing = parts.add_parser("list", help="the protocols that come with Saphena")
    listing.add_argument("--json", action="store_true", help="one JSON list")
    listing.set_defaults(answer=list_protocols)
    showing = parts.add_parser("show", help="a protocol's numbers, facts and rules, in words")
    showing.add_argument("protocol", metavar="PROTOCOL", help="an id (leaflet), or a TOML file")
    showing.add_argument("--lang", default="", help="en or fr: the language of the texts")
    showing.add_argument("--toml", action="store_true", help="print the file itself")
    showing.set_defaults(answer=show_protocol)
    checking = parts.add_parser("check", help="conflicts, gaps and impossible rules")
    checking.add_argument("protocol", metavar="FILE", help="a TOML file, or an id (leaflet)")
    checking.add_argument("--json", action="store_true", help="one JSON list of findings")
    checking.set_defaults(answer=check_protocol)


def run(args: argparse.Namespace) -> int:
    status: int = args.answer(args)
    return status


def list_protocols(args: argparse.Namespace) -> int:
    """One line for each shipped protocol, or one JSON list."""
    from saphena.pathway.protocol import library

    protocols = [library.load(name) for name in library.shipped()]
    if args.json:
        return _json([_summary(protocol) for protocol in protocols])
    width = max((len(protocol.id) for protocol in protocols), default=0)
    for protocol in protocols:
        signed = protocol.approval.physician or "not approved"
        print(f"{protocol.id:{width}}  {protocol.title[protocol.languages[0]]}")
        print(f"{'':{width}}  version {protocol.version}, {len(protocol.rules)} rules, {signed}")
    return 0


def _summary(protocol: Protocol) -> dict[str, object]:
    return {
        "id": protocol.id,
        "version": protocol.version,
        "title": dict(protocol.title),
        "languages": list(protocol.languages),
        "zone": protocol.zone,
        "rules": len(protocol.rules),
        "approved": protocol.approval.physician or None,
        "fingerprint": protocol.fingerprint,
    }


def show_protocol(args: argparse.Namespace) -> int:
    if args.toml:
        file = protocol_file(args.protocol)
        try:
            put(file.read_bytes(), "")
        except OSError as error:
            raise CommandFailed(f"{file}: cannot be read: {error.strerror}") from None
        return 0
    from saphena.commands.sheet import Sheet

    protocol = find_protocol(args.protocol)
    put((Sheet.for_this_terminal(read_language(args.lang, protocol)).of(protocol) + "\n").encode(), "")
    return 0


def check_protocol(args: argparse.Namespace) -> int:
    """Findings on standard output, errors first; what keeps the file from being read, all of it, on standard error."""
    from saphena.pathway.protocol.checking import Severity, check
    from saphena.pathway.protocol.reading import Unreadable, read_file

    file = protocol_file(args.protocol)
    try:
        found = check(read_file(file))
    except Unreadable as error:
        for problem in error.problems:
            print(f"saphena protocol: {problem}", file=sys.stderr)
        return CANNOT_READ
    found = sorted(found, key=lambda finding: list(Severity).index(finding.severity))
    wrong = sum(finding.severity is Severity.ERROR for finding in found)
    if args.json:
        _json([_finding(finding) for finding in found])
    else:
        for finding in found:
            rules = f" ({', '.join(finding.rules)})" if finding.rules else ""
            print(f"{finding}{rules}")
        counts = [sum(finding.severity is severity for finding in found) for severity in Severity]
        said = ", ".join(
            f"{count} {severity}{'' if count == 1 else 's'}" for count, severity in zip(counts, Severity, strict=True)
        )
        print(f"{args.protocol}: {said}")
    return 1 if wrong else 0


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "sentence": finding.sentence,
        "rules": list(finding.rules),
        "conflict": finding.conflict or None,
    }


def _json(said: object) -> int:
    import json

    print(json.dumps(said, ensure_ascii=False, indent=2))
    return 0
