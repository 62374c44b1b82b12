"""What a B-mode picture says of a vein: its inner wall, diameters, area and depth, also through a clip."""

from saphena.echo.lumen.following import Followed, follow
from saphena.echo.lumen.vein import Vein, measure_vein

__all__ = ["Followed", "Vein", "follow", "measure_vein"]
