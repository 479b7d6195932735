"""Price lists by region from prices.json, each price with its source and date."""

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
    "Date of the source: year, month or day."

    @property
    def each(self) -> float:
        return self.price / self.per


@dataclass(frozen=True)
class PriceRegion:
    """The price list of one region; a price not listed is unknown."""

    currency: str
    prices: dict[str, Price]


@dataclass(frozen=True)
class PriceTable:
    """The content of prices.json, without free tiers and discounts."""

    dated: str
    regions: dict[str, PriceRegion]
    anywhere: dict[str, Price]
    "Prices of third-party engines, in US dollars."

    def region(self, name: str) -> PriceRegion:
        """Includes third-party prices in its currency. Raises ValueError for a region without a list."""
        if name not in self.regions:
            raise ValueError(f"no price is known of {name}; there are: {', '.join(sorted(self.regions))}")
        region = self.regions[name]
        return PriceRegion(region.currency, {**(self.anywhere if region.currency == "USD" else {}), **region.prices})


@cache
def prices() -> PriceTable:
    return TypeAdapter(PriceTable).validate_json(PRICES.read_bytes())
