"""Real pixels: the ultrasound files that come with pydicom and pydicom-data."""

from __future__ import annotations

from pathlib import Path

from saphena.echo.measurement import Refused

__all__ = ["real_files"]


def real_files() -> dict[str, float]:
    """The caliper on the screen of a real machine, and how many real ultrasound files open."""
    import data_store
    import pydicom

    from saphena.echo.calipers import distance
    from saphena.echo.frames import open_clip

    places = [Path(module.__file__ or "").parent for module in (pydicom, data_store)]
    (caliper, *_) = [path for place in places for path in place.rglob("OBXXXX1A.dcm")]
    with open_clip(caliper) as clip:
        centimetres = (distance(clip.calibration, (460, 291), (499, 302)).value or 0) / 10
    opened = refused = 0
    for path in [path for place in places for path in place.rglob("*.dcm")]:
        try:
            with open_clip(path) as clip:
                clip.grey(clip.count - 1)
                opened += clip.header.get("Modality") == "US"
        except Refused:
            refused += 1
    assert opened >= 18
    return {"real_caliper_1.06_cm": centimetres, "real_ultrasound_files_opened": opened}
