"""`stikadoo executions`: what has become of recordings, the latest first."""

import time
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session, report_errors
from cli.terminal.execution_table import plain, table
from cli.terminal.signals import stoppable
from operations.executions.execution import Execution, executions, moment, statuses_of
from operations.executions.listing import listed
from operations.executions.rows import rows
from operations.stage import Stage, find_stage

EVERY_SECONDS = 2.0
"Between two looks: a call or two each, of the five a second that Step Functions grants."


def executions_of_a_stage(
    failed: Annotated[bool, typer.Option("--failed", help="Only those that want an operator.")] = False,
    outcome: Annotated[str | None, typer.Option(help="As delivered, undelivered, nothing_heard, failed.")] = None,
    device: Annotated[str | None, typer.Option(help="Its Device-Id, as b4:3a:45:9b:94:74.")] = None,
    since: Annotated[str, typer.Option(help="As 30m, 2h or 1d ago.")] = "1d",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    watch: Annotated[
        bool, typer.Option("--watch", help="Look again and again, until Ctrl-C; a pipe gets one look.")
    ] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Only recordings' ids, one a line, for pipes.")] = False,
    no_words: Annotated[bool, typer.Option("--no-words", help="Leave the wishes out.")] = False,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """List what has become of recordings, the latest first."""
    console = Console()
    with report_errors(console):
        if failed and outcome not in {None, "failed"}:
            raise ValueError(f"--failed and --outcome {outcome}: nothing is both")
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        look = _Look(deployed, failed, outcome, device, since, limit)
        if ids:
            for one in look.ids():
                typer.echo(one)
        elif watch and console.is_terminal:
            with stoppable():
                _watched(console, look, words=not no_words)
        else:
            _shown(console, look, words=not no_words)


class _Look:
    """One question, asked once or again and again: what has ended is not asked for twice."""

    def __init__(
        self, deployed: Stage, failed: bool, outcome: str | None, device: str | None, since: str, limit: int
    ) -> None:
        self.deployed = deployed
        self.since = since
        self._outcome = "failed" if failed else outcome
        self._device = device
        self._limit = limit
        self._known: dict[str, Execution] = {}

    def ids(self) -> list[str]:
        """Of failed ones, and of any, a listing alone tells."""
        if self._outcome in {None, "failed"}:
            statuses = statuses_of(self._outcome) if self._outcome else None
            found = listed(self.deployed, since=self._begun, device_id=self._device, statuses=statuses)
            return [one["name"] for one in islice(found, self._limit)]
        return [one.recording_id for one in self.found()]

    def found(self) -> list[Execution]:
        return list(
            islice(
                executions(
                    self.deployed,
                    since=self._begun,
                    device_id=self._device,
                    outcome=self._outcome,
                    known=self._known,
                ),
                self._limit,
            )
        )

    @property
    def _begun(self) -> datetime:
        return moment(self.since)

    def nothing(self) -> str:
        chosen = [self._outcome or "", f"of {self._device}" if self._device else "", f"since {self.since} ago"]
        return f"{self.deployed.name}: no execution {' '.join(word for word in chosen if word)}."


def _shown(console: Console, look: _Look, *, words: bool) -> None:
    found = rows(look.deployed, look.found(), words=words)
    if not console.is_terminal:
        for line in plain(found, words=words):
            typer.echo(line)
    elif found:
        console.print(table(found, console.width, words=words))
    if not found:
        typer.echo(look.nothing(), err=not console.is_terminal)


def _watched(console: Console, look: _Look, *, words: bool) -> None:
    """Ends by Ctrl-C."""
    try:
        with Live(console=console, auto_refresh=False) as live:
            while True:
                found = rows(look.deployed, look.found(), words=words)
                live.update(table(found, console.width, words=words) if found else look.nothing(), refresh=True)
                time.sleep(EVERY_SECONDS)
    except KeyboardInterrupt:
        return
