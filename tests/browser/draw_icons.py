"""The mark as pictures for first screens, which take no SVG. `scripts/icons` draws them anew when it has changed."""

from __future__ import annotations

from pathlib import Path

from saphena.clinic import design
from tests.browser.chromium import chromium

STATIC = Path(design.__file__).parent / "static" / "design"
PLAIN = {"icon-192.png": 192, "icon-512.png": 512}
# A telephone cuts these to its own shape: the ground goes to the edge, and the mark stays in the middle.
CUT = {"icon-180-cut.png": 180, "icon-512-cut.png": 512}
INNER = 0.74
STYLE = "<style>body{margin:0}svg{display:block;width:100vw}</style>"


def draw() -> None:
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8")
    inset = 16 * (1 - INNER)
    inner = f'<g transform="translate({inset} {inset}) scale({INNER})" '
    whole = mark.replace('rx="7"', 'rx="0"').replace("<g ", inner)
    assert whole.count("transform=") == 1
    with chromium() as browser:
        page = browser.new_page()
        for name, size in {**PLAIN, **CUT}.items():
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(STYLE + (whole if name in CUT else mark))
            page.screenshot(path=STATIC / name, omit_background=True)


if __name__ == "__main__":
    draw()
