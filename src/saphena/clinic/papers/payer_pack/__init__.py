"""The pack for a payer: what is kept of what is asked, as one paper."""

from saphena.clinic.papers.payer_pack.pack import Entry, Pack, Picture, Row, Said
from saphena.clinic.papers.payer_pack.typesetting import pack_pdf

__all__ = ["Entry", "Pack", "Picture", "Row", "Said", "pack_pdf"]
