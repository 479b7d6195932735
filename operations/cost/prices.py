"""prices.json becomes what a unit costs: by region and name, with its source, the day it was seen, and the currency."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

PRICES = Path(__file__).parent / "prices.json"


@dataclass(frozen=True)
class Price:
    """`price` for `per` units."""

    price: float
    per: int
    unit: str
    source: str
    seen: str
    "The year, the month or the day."

    @property
    def each(self) -> float:
        return self.price / self.per


@dataclass(frozen=True)
class Region:
    """One region's list. What is not in it is not known."""

    currency: str
    prices: dict[str, Price]


@dataclass(frozen=True)
class PriceTable:
    """The file. Free tiers and discounts are in none of it."""

    dated: str
    regions: dict[str, Region]
    anywhere: dict[str, Price]
    "Companies' own, in US dollars."

    def region(self, name: str) -> Region:
        """With the companies' where they come in its currency. Raises ValueError for one without a list."""
        if name not in self.regions:
            raise ValueError(f"no price is known of {name}; there are: {', '.join(sorted(self.regions))}")
        region = self.regions[name]
        return Region(region.currency, {**(self.anywhere if region.currency == "USD" else {}), **region.prices})


@cache
def prices() -> PriceTable:
    return TypeAdapter(PriceTable).validate_json(PRICES.read_bytes())
