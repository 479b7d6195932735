"""The bill of a configuration: units a wish × price × wishes a month, by service."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

from operations.cost.counts import Counts, Through, Transport
from operations.cost.prices import PriceRegion
from operations.cost.usage import Architecture, Assumptions, Configuration, Pictures, Speech, usage

DAYS = 30
"In a billed month."

SERVICES = {
    "websocket messages": "API Gateway",
    "connection minutes": "API Gateway",
    "lambda requests": "Lambda",
    "lambda gb-seconds x86_64": "Lambda",
    "lambda gb-seconds arm64": "Lambda",
    "state transitions": "Step Functions",
    "s3 put and list": "S3",
    "s3 get": "S3",
    "s3 storage": "S3",
    "dynamodb writes": "DynamoDB",
    "dynamodb reads": "DynamoDB",
    "logs": "CloudWatch",
    "transfer out": "transfer",
    "transcribe-batch": "Transcribe",
    "transcribe-streaming": "Transcribe",
    "dashscope": "pictures",
    "bedrock": "pictures",
    "openai": "pictures",
}
"The service of each price, in the order of the bill."


@dataclass(frozen=True)
class Workload:
    devices: int
    wishes_per_day: float
    "Of one device."

    @property
    def wishes_a_month(self) -> float:
        return self.devices * self.wishes_per_day * DAYS

    @property
    def wishes_a_second(self) -> float:
        """Averaged over the whole day."""
        return self.devices * self.wishes_per_day / 86_400


@dataclass(frozen=True)
class LineItem:
    """One line of a bill."""

    service: str
    name: str
    unit: str
    units: float
    "For one wish."
    each: float | None
    "Price of one unit; None if unknown."
    wishes_a_month: float

    @property
    def a_wish(self) -> float | None:
        return None if self.each is None else self.units * self.each

    @property
    def a_month(self) -> float | None:
        return None if self.a_wish is None else self.a_wish * self.wishes_a_month


@dataclass(frozen=True)
class Bill:
    configuration: Configuration
    items: list[LineItem]

    @property
    def a_wish(self) -> float:
        """Sum of the items with a known price."""
        return sum(item.a_wish or 0 for item in self.items)

    @property
    def a_month(self) -> float:
        return sum(item.a_month or 0 for item in self.items)

    @property
    def unknown(self) -> list[str]:
        """Names of the items left out of the sums."""
        return [item.name for item in self.items if item.each is None]


def bill(
    configuration: Configuration, workload: Workload, region: PriceRegion, counts: Counts, assumptions: Assumptions
) -> Bill:
    """Raises KeyError for a transport that was not counted."""
    units = usage(configuration, counts, assumptions).units
    items = []
    for name in sorted(units, key=list(SERVICES).index):
        price = region.prices.get(name)
        each, unit = (price.each, price.unit) if price else (None, "")
        items.append(LineItem(SERVICES[name], name, unit, units[name], each, workload.wishes_a_month))
    return Bill(configuration, items)


def variants(configuration: Configuration) -> Iterator[tuple[str, Configuration]]:
    """Configurations with one setting changed: transport, speech engine, image engine or architecture."""
    for through in get_args(Through):
        for packets in (1, 3, 8):
            transport = Transport(through, packets)
            yield str(transport), replace(configuration, transport=transport)
    for speech in get_args(Speech):
        yield f"speech by {speech}", replace(configuration, speech=speech)
    yield "typed, not spoken", replace(configuration, transport=Transport("direct", 8, is_typed=True))
    for pictures in get_args(Pictures):
        yield f"pictures by {pictures}", replace(configuration, pictures=pictures)
    for architecture in get_args(Architecture):
        yield f"on {architecture}", replace(configuration, architecture=architecture)
