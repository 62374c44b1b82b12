"""What the products are called and which strengths there are, as the treating rules know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.treating.library import library

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["product_choices", "product_name", "strengths_of"]


def product_choices() -> list[tuple[str, str]]:
    """Every product that may be in stock, by its name."""
    return [(name, product.title) for name, product in sorted(library().products.items())]


def product_name(product: str) -> str:
    """The product's name as it is printed; one that the rules do not know any more keeps the name it was entered by."""
    known = library().products.get(product)
    return known.title if known else product


def strengths_of(product: str) -> tuple[Decimal, ...]:
    """The strengths that the product comes in, in percent; none for a product that the rules do not know."""
    known = library().products.get(product)
    return known.strengths if known else ()
