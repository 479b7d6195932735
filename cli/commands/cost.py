"""`stikadoo cost`: the cost of a sticker and of a month, of alternatives, and the quotas reached first."""

import json
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.table import Table

from cli.errors import report_errors
from cli.options import finite
from cli.terminal.console import Terminal, styled
from operations.cost.bill import DAYS, LineItem, Workload
from operations.cost.counts import counts
from operations.cost.estimate import Estimate, estimate
from operations.cost.prices import prices
from operations.cost.usage import Architecture, Assumptions, Pictures, Speech, configuration

_SIGNS = {"USD": "$", "CNY": "¥"}
_BATCHES = "For AWS, a batch costs the same direct and through a bridge; the bridge's own machine is not included."
_RIGHT = {"needs", "default", "full"}


def cost(
    devices: Annotated[int, typer.Option(min=1, help="Number of devices.")] = 100_000,
    wishes_per_day: Annotated[
        float, typer.Option(callback=finite, min=0.001, max=100_000, help="Wishes a day of each device.")
    ] = 10,
    region: Annotated[str, typer.Option(help="AWS region of the prices: us-east-1 or cn-northwest-1.")] = "us-east-1",
    transcriber: Annotated[str, typer.Option(help=f"Speech engine: {', '.join(get_args(Speech))}.")] = "whisper",
    illustrator: Annotated[str, typer.Option(help=f"Image engine: {', '.join(get_args(Pictures))}.")] = "openmoji",
    arch: Annotated[
        str, typer.Option(help=f"Processor architecture of the Lambdas: {', '.join(get_args(Architecture))}.")
    ] = "x86_64",
    peak: Annotated[
        float, typer.Option(callback=finite, min=1, help="Wishes in the busiest minute / in the average minute.")
    ] = 5,
    duration_factor: Annotated[
        float, typer.Option(callback=finite, min=0.01, help="Lambda seconds on AWS / on the machine that counted.")
    ] = 1,
    transcribe_minimum: Annotated[
        float, typer.Option(callback=finite, min=0, help="Seconds that Amazon Transcribe bills at least for a request.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Estimate the cost of a sticker, the monthly bill and the quotas reached."""
    console = Terminal()
    workload = Workload(devices, wishes_per_day)
    assumptions = Assumptions(duration_factor=duration_factor, transcribe_minimum_seconds=transcribe_minimum)
    with report_errors(console):
        chosen = configuration(transcriber, illustrator, arch)
        result = estimate(chosen, workload, region, assumptions, peak=peak)
    if as_json:
        typer.echo(json.dumps(result.as_json(), indent=1))
        return
    console.print(_assumptions(workload, region, assumptions), soft_wrap=True)
    console.print(_bill(result))
    if result.bill.unknown:
        unknown = ", ".join(result.bill.unknown)
        console.print(
            styled("[yellow]Prices unknown for {}, left out of the sums:[/] {}.", region, unknown), soft_wrap=True
        )
    console.print(_variants(result))
    console.print(_BATCHES)
    console.print(_quotas(result))
    _show_first_quotas(console, result)


def _assumptions(workload: Workload, region: str, assumptions: Assumptions) -> str:
    counted = counts()
    return "\n".join(
        (
            f"{workload.devices:,} devices × {workload.wishes_per_day:g} wishes × {DAYS} days, {region}. "
            f"Prices of {prices().dated}, without free tiers and discounts.",
            f"Counted on {counted.measured} by `{counted.command}` ({counted.machine}), warm; Lambda seconds × "
            f"{assumptions.duration_factor:g}.",
            f"Assumed: {assumptions.connection_minutes:g} min of connection a wish; "
            f"{assumptions.transcript_seconds:g} s for a Transcribe job{_minimum(assumptions)}; "
            f"{assumptions.picture_seconds:g} s and "
            f"{assumptions.picture_mb:g} MB for a hosted picture.",
        )
    )


def _minimum(assumptions: Assumptions) -> str:
    minimum = assumptions.transcribe_minimum_seconds
    return f", billed as {minimum:g} s at least" if minimum else ""


def _bill(result: Estimate) -> Table:
    sign, bill = _SIGNS[result.prices.currency], result.bill
    table = Table(title="One sticker, and one month", title_justify="left")
    for column in ("service", "usage", "units a wish", f"{sign} a wish", f"{sign} a month"):
        table.add_column(column, justify="left" if column in {"service", "usage"} else "right")
    for item in bill.items:
        table.add_row(item.service, item.name, f"{item.units:.3g}", *_amounts(item))
    table.add_section()
    table.add_row("all", "known prices only" if bill.unknown else "", "", f"{bill.a_wish:.6f}", f"{bill.a_month:,.0f}")
    return table


def _amounts(item: LineItem) -> tuple[str, str]:
    if item.a_wish is None or item.a_month is None:
        return "unknown", "unknown"
    return f"{item.a_wish:.6f}", f"{item.a_month:,.0f}"


def _variants(result: Estimate) -> Table:
    sign = _SIGNS[result.prices.currency]
    table = Table(title="Alternatives, one change at a time", title_justify="left")
    table.add_column("change")
    for column in (f"{sign} a wish", f"{sign} a month", "difference"):
        table.add_column(column, justify="right")
    for name, variant in result.variants.items():
        difference = result.difference(variant)
        if difference is None:
            table.add_row(name, "unknown", "unknown", "")
            continue
        change = f"{difference:+,.0f}" if abs(difference) >= 1 else "="
        table.add_row(name, f"{variant.a_wish:.6f}", f"{variant.a_month:,.0f}", change)
    return table


def _quotas(result: Estimate) -> Table:
    rate = result.workload.wishes_a_second * result.peak
    title = f"Quotas, at {rate:,.3g} wishes a second ({result.peak:g} × the average)"
    table = Table(title=title, title_justify="left")
    for column in ("quota", "only with", "needs", "default", "full", "remedy"):
        table.add_column(column, justify="right" if column in _RIGHT else "left")
    for quota in result.quotas:
        applies = quota.only_with in {"", result.bill.configuration.speech}
        style = "dim" if not applies else "red" if quota.breaks else ""
        numbers = (f"{quota.needs:,.0f}", f"{quota.default:,.0f}", f"{quota.filled:,.0%}")
        table.add_row(quota.name, quota.only_with, *numbers, quota.remedy if quota.breaks else "", style=style)
    table.add_row("third-party engines", "", "", "unknown", "", "")
    return table


def _show_first_quotas(console: Console, result: Estimate) -> None:
    for is_ours, owner in ((True, "Stikadoo's own limits"), (False, "AWS's quotas")):
        quota = result.first_to_break(is_ours=is_ours)
        verb = "is exceeded" if quota.breaks else "would be reached"
        name, devices = quota.name.removeprefix("Stikadoo: "), f"{result.devices_within(quota):,}"
        sentence = "Of {}, [bold]{}[/] {} first: the default is enough for {} such devices."
        console.print(styled(sentence, owner, name, verb, devices), soft_wrap=True)
