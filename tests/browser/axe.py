"""axe, the accessibility checker, on the page as it stands: it runs under a strict CSP, on the very page people get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Axe()
FIND = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_kinds: set[int] = set()  # of text whose contrast was measured in this run and is enough


def assert_no_axe_violations(page: Page) -> None:
    """axe finds nothing. Otherwise: each rule, how bad, what to do, and where on the page."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found: dict[str, list[Any]] = page.evaluate(FIND, sorted(_kinds))
    _kinds.update(found["fresh"])
    violations = found["violations"]
    assert not violations, f"axe on {page.url}:\n" + "\n".join(map(sentence, violations))


def sentence(violation: dict[str, Any]) -> str:
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for node in violation["nodes"]
    )
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"
