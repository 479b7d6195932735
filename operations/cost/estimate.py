"""A complete cost estimate: the bill of one configuration, its variants, and the quotas at the peak rate."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from operations.cost.bill import Bill, Workload, bill, variants
from operations.cost.counts import counts
from operations.cost.prices import PriceRegion, prices
from operations.cost.quotas import Quota, first_to_break, quotas
from operations.cost.usage import Assumptions, Configuration


@dataclass(frozen=True)
class Estimate:
    workload: Workload
    peak: float
    "Wishes in the busiest minute / the average minute's."
    prices: PriceRegion
    bill: Bill
    variants: Mapping[str, Bill]
    "By name: each changes one setting of the configuration."
    quotas: list[Quota]
    "Fullest first."

    def difference(self, variant: Bill) -> float | None:
        """A month's; None if the variant has a price unknown that the bill does not have."""
        if set(variant.unknown) - set(self.bill.unknown):
            return None
        return variant.a_month - self.bill.a_month

    def first_to_break(self, *, is_ours: bool) -> Quota:
        return first_to_break(self.quotas, self.bill.configuration, is_ours=is_ours)

    def devices_within(self, quota: Quota) -> int:
        """How many such devices its default supports."""
        return int(self.workload.devices / quota.filled)

    def as_json(self) -> dict[str, Any]:
        return {
            "currency": self.prices.currency,
            "devices": self.workload.devices,
            "wishes_per_day": self.workload.wishes_per_day,
            "peak": self.peak,
            "a_wish": self.bill.a_wish,
            "a_month": self.bill.a_month,
            "not_known": self.bill.unknown,
            "items": [asdict(item) | {"a_wish": item.a_wish, "a_month": item.a_month} for item in self.bill.items],
            "compared": {
                name: {"a_wish": variant.a_wish, "a_month": variant.a_month, "not_known": variant.unknown}
                for name, variant in self.variants.items()
            },
            "quotas": [asdict(quota) | {"filled": quota.filled} for quota in self.quotas],
            "breaks_first": {
                owner: self.first_to_break(is_ours=is_ours).name
                for owner, is_ours in (("Stikadoo", True), ("AWS", False))
            },
        }


def estimate(
    configuration: Configuration, workload: Workload, region: str, assumptions: Assumptions, *, peak: float
) -> Estimate:
    """Raises ValueError for a region without a price list."""
    region_prices, counted = prices().region(region), counts()
    return Estimate(
        workload,
        peak,
        region_prices,
        bill(configuration, workload, region_prices, counted, assumptions),
        {name: bill(other, workload, region_prices, counted, assumptions) for name, other in variants(configuration)},
        quotas(configuration, workload, region, counted, assumptions, peak=peak),
    )
