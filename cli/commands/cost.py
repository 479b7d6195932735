"""`stikadoo cost`: what a sticker costs, and a month of them; what would change it, and which quota breaks first."""

import json
from dataclasses import asdict
from typing import Annotated, Any, cast, get_args

import typer
from rich.console import Console
from rich.table import Table

from cli.options import report_errors
from operations.cost.bill import DAYS, Bill, Item, Scale, bill, variants
from operations.cost.counts import Counts, counts
from operations.cost.prices import PriceTable, Region, prices
from operations.cost.quotas import Quota, first_to_break, quotas
from operations.cost.usage import Architecture, Assumed, Choice, Pictures, Speech

_SIGNS = {"USD": "$", "CNY": "¥"}


def cost(
    devices: Annotated[int, typer.Option(min=1, help="How many there are.")] = 100_000,
    wishes_per_day: Annotated[float, typer.Option(min=0.001, help="Of each.")] = 10,
    region: Annotated[str, typer.Option(help="Whose prices: us-east-1 or cn-northwest-1.")] = "us-east-1",
    transcriber: Annotated[str, typer.Option(help=f"Who hears: {', '.join(get_args(Speech))}.")] = "whisper",
    illustrator: Annotated[str, typer.Option(help=f"Who draws: {', '.join(get_args(Pictures))}.")] = "openmoji",
    arch: Annotated[str, typer.Option(help=f"The Lambdas': {', '.join(get_args(Architecture))}.")] = "x86_64",
    peak: Annotated[float, typer.Option(min=1, help="Wishes in the busiest minute / the average minute's.")] = 5,
    duration_factor: Annotated[float, typer.Option(min=0.01, help="AWS's seconds / the counting machine's.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="The numbers alone.")] = False,
) -> None:
    """Estimate the cost of a sticker, the monthly bill and the quotas reached."""
    console = Console()
    with report_errors(console):
        choice = _choice(transcriber, illustrator, arch)
        scale, assumed = Scale(devices, wishes_per_day), Assumed(duration_factor=duration_factor)
        table, counted = prices(), counts()
        prices_there = table.region(region)
    bills = {name: bill(other, scale, prices_there, counted, assumed) for name, other in variants(choice)}
    chosen = bill(choice, scale, prices_there, counted, assumed)
    found = quotas(choice, scale, region, counted, assumed, peak=peak)
    if as_json:
        typer.echo(json.dumps(_numbers(chosen, bills, found, prices_there, scale, peak), indent=1))
        return
    console.print(_assumptions(scale, region, table, counted, assumed), highlight=False, soft_wrap=True)
    console.print(_bill(chosen, prices_there))
    _tell_unknown(console, chosen, region)
    console.print(_comparison(chosen, bills, prices_there))
    console.print(_quotas(found, choice, scale, peak))
    _tell_first(console, found, choice, scale)


def _choice(transcriber: str, illustrator: str, arch: str) -> Choice:
    """Raises ValueError."""
    for given, kind in ((transcriber, Speech), (illustrator, Pictures), (arch, Architecture)):
        if given not in get_args(kind):
            raise ValueError(f"{given}: there are {', '.join(get_args(kind))}")
    return Choice(
        speech=cast(Speech, transcriber), pictures=cast(Pictures, illustrator), architecture=cast(Architecture, arch)
    )


def _assumptions(scale: Scale, region: str, table: PriceTable, counted: Counts, assumed: Assumed) -> str:
    return "\n".join(
        (
            f"{scale.devices:,} devices × {scale.wishes_per_day:g} wishes × {DAYS} days, {region}. "
            f"Prices of {table.dated}, without free tiers and discounts.",
            f"Counted on {counted.measured} by `{counted.command}` ({counted.machine}), warm; its seconds × "
            f"{assumed.duration_factor:g} stand for AWS's.",
            f"Assumed: connected {assumed.connection_minutes:g} min a wish; a job of Transcribe takes "
            f"{assumed.transcript_seconds:g} s; a hosted picture takes {assumed.picture_seconds:g} s and has "
            f"{assumed.picture_mb:g} MB.",
        )
    )


def _bill(chosen: Bill, region: Region) -> Table:
    sign = _SIGNS[region.currency]
    table = Table(title="A sticker, and a month", title_justify="left")
    for column in ("service", "what", "units a wish", f"{sign} a wish", f"{sign} a month"):
        table.add_column(column, justify="left" if column in {"service", "what"} else "right")
    for item in chosen.items:
        table.add_row(item.service, item.name, f"{item.units:.3g}", *_amounts(item))
    table.add_section()
    table.add_row(
        "all", "of what is known" if chosen.unknown else "", "", f"{chosen.a_wish:.6f}", f"{chosen.a_month:,.0f}"
    )
    return table


def _amounts(item: Item) -> tuple[str, str]:
    if item.a_wish is None or item.a_month is None:
        return "not known", "not known"
    return f"{item.a_wish:.6f}", f"{item.a_month:,.0f}"


def _tell_unknown(console: Console, chosen: Bill, region: str) -> None:
    if chosen.unknown:
        console.print(
            f"[yellow]Not known for {region}, and left out of the sums:[/] {', '.join(chosen.unknown)}.",
            highlight=False,
            soft_wrap=True,
        )


def _comparison(chosen: Bill, bills: dict[str, Bill], region: Region) -> Table:
    sign = _SIGNS[region.currency]
    table = Table(title="What would change it, one thing at a time", title_justify="left")
    table.add_column("how")
    for column in (f"{sign} a wish", f"{sign} a month", "more or less"):
        table.add_column(column, justify="right")
    for name, other in bills.items():
        if set(other.unknown) - set(chosen.unknown):
            table.add_row(name, "not known", "not known", "")
            continue
        difference = other.a_month - chosen.a_month
        table.add_row(
            name, f"{other.a_wish:.6f}", f"{other.a_month:,.0f}", f"{difference:+,.0f}" if abs(difference) >= 1 else "="
        )
    return table


def _quotas(found: list[Quota], choice: Choice, scale: Scale, peak: float) -> Table:
    rate = scale.wishes_a_second * peak
    table = Table(title=f"Quotas, at {rate:,.3g} wishes a second ({peak:g} × the average)", title_justify="left")
    for column in ("quota", "only with", "needs", "default", "full", "what then"):
        table.add_column(column, justify="right" if column in {"needs", "default", "full"} else "left")
    for quota in found:
        concerns = quota.only_with in {"", choice.speech}
        style = "dim" if not concerns else "red" if quota.breaks else ""
        numbers = (f"{quota.needs:,.0f}", f"{quota.default:,.0f}", f"{quota.filled:,.0%}")
        table.add_row(quota.name, quota.only_with, *numbers, quota.remedy if quota.breaks else "", style=style)
    table.add_row("companies' engines", "", "", "not known", "", "")
    return table


def _tell_first(console: Console, found: list[Quota], choice: Choice, scale: Scale) -> None:
    for is_ours in (True, False):
        first = first_to_break(found, choice, is_ours=is_ours)
        whose = "Stikadoo's own limits" if is_ours else "AWS's quotas"
        verb = "breaks" if first.breaks else "would break"
        holds = int(scale.devices / first.filled)
        console.print(
            f"Of {whose}, [bold]{first.name.removeprefix('Stikadoo: ')}[/] {verb} first: "
            f"by default it holds {holds:,} such devices.",
            highlight=False,
            soft_wrap=True,
        )


def _numbers(
    chosen: Bill, bills: dict[str, Bill], found: list[Quota], region: Region, scale: Scale, peak: float
) -> dict[str, Any]:
    return {
        "currency": region.currency,
        "devices": scale.devices,
        "wishes_per_day": scale.wishes_per_day,
        "peak": peak,
        "a_wish": chosen.a_wish,
        "a_month": chosen.a_month,
        "not_known": chosen.unknown,
        "items": [asdict(item) | {"a_wish": item.a_wish, "a_month": item.a_month} for item in chosen.items],
        "compared": {
            name: {"a_wish": other.a_wish, "a_month": other.a_month, "not_known": other.unknown}
            for name, other in bills.items()
        },
        "quotas": [asdict(quota) | {"filled": quota.filled} for quota in found],
        "breaks_first": {
            whose: first_to_break(found, chosen.choice, is_ours=is_ours).name
            for whose, is_ours in (("Stikadoo", True), ("AWS", False))
        },
    }
