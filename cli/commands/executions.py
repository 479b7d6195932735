"""`stikadoo executions`: lists executions, the latest first."""

import time
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from cli.errors import report_errors
from cli.options import (
    DeviceOption,
    EndpointOption,
    ProfileOption,
    RegionOption,
    StageOption,
    aws_session,
)
from cli.terminal.console import Terminal
from cli.terminal.execution_table import execution_table, plain
from cli.terminal.signals import stoppable
from operations.devices import known_device
from operations.executions.execution import Execution
from operations.executions.listing import executions, listed, moment, statuses_of
from operations.executions.words import with_words
from operations.stage import Stage, find_stage

EVERY_SECONDS = 2.0
"Between two polls: a call or two each, of the five a second that Step Functions grants."


def executions_of_a_stage(
    failed: Annotated[bool, typer.Option("--failed", help="Only failed executions.")] = False,
    outcome: Annotated[str | None, typer.Option(help="As delivered, undelivered, nothing_heard, failed.")] = None,
    device: DeviceOption = None,
    since: Annotated[str, typer.Option(help="As 30m, 2h or 1d ago.")] = "1d",
    limit: Annotated[int, typer.Option(min=1, help="At most this many.")] = 20,
    watch: Annotated[bool, typer.Option("--watch", help="Refresh until Ctrl-C; a pipe gets one list.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Only the recordings' ids, one a line, for pipes.")] = False,
    no_words: Annotated[bool, typer.Option("--no-words", help="Without the wishes.")] = False,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """List executions, the latest first: outcome, engines, wish."""
    console = Terminal()
    with report_errors(console):
        if failed and outcome not in {None, "failed"}:
            raise ValueError(f"--failed and --outcome {outcome}: they exclude each other")
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        query = _Query(deployed, failed, outcome, known_device(deployed, device), since, limit)
        if ids:
            for recording_id in query.ids():
                typer.echo(recording_id)
        elif watch and console.is_terminal:
            with stoppable():
                _watch(console, query, words=not no_words)
        else:
            _show(console, query, words=not no_words)


class _Query:
    """One query, run once or repeatedly: ended executions are described once."""

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
        """By a listing alone, for failed executions and for all."""
        if self._outcome in {None, "failed"}:
            statuses = statuses_of(self._outcome) if self._outcome else None
            found = listed(self.deployed, since=self._started, device_id=self._device, statuses=statuses)
            return [execution.recording_id for execution in islice(found, self._limit)]
        return [execution.recording_id for execution in self.executions()]

    def executions(self) -> list[Execution]:
        return list(
            islice(
                executions(
                    self.deployed,
                    since=self._started,
                    device_id=self._device,
                    outcome=self._outcome,
                    known=self._known,
                ),
                self._limit,
            )
        )

    @property
    def _started(self) -> datetime:
        return moment(self.since)

    def no_result(self) -> str:
        chosen = [self._outcome or "", f"of {self._device}" if self._device else "", f"since {self.since} ago"]
        return f"{self.deployed.name}: no execution {' '.join(word for word in chosen if word)}."


def _show(console: Console, query: _Query, *, words: bool) -> None:
    rows = with_words(query.deployed, query.executions(), words=words)
    if not console.is_terminal:
        for line in plain(rows, words=words):
            typer.echo(line)
    elif rows:
        console.print(execution_table(rows, console.width, words=words))
    if not rows:
        typer.echo(query.no_result(), err=not console.is_terminal)


def _watch(console: Console, query: _Query, *, words: bool) -> None:
    """Ends by Ctrl-C."""
    try:
        with Live(console=console, auto_refresh=False) as live:
            while True:
                rows = with_words(query.deployed, query.executions(), words=words)
                table = execution_table(rows, console.width, words=words) if rows else query.no_result()
                live.update(table, refresh=True)
                time.sleep(EVERY_SECONDS)
    except KeyboardInterrupt:
        return
