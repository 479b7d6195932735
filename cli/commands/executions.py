"""`stikadoo executions`: lists executions, the latest first."""

import json
import time
from dataclasses import dataclass, field
from itertools import islice
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from cli.errors import report_errors
from cli.options import (
    DeviceOption,
    EndpointOption,
    JsonOption,
    ProfileOption,
    RegionOption,
    SinceOption,
    StageOption,
    UntilOption,
    aws_session,
)
from cli.terminal.console import Terminal
from cli.terminal.execution_table import Row, as_json, execution_table, plain
from cli.terminal.signals import stoppable
from operations.devices import device_id, known_device
from operations.executions.execution import Execution
from operations.executions.listing import executions, listed, statuses_of
from operations.executions.period import Period
from operations.executions.words import with_words
from operations.stage import Stage, find_stage

EVERY_SECONDS = 2.0
"Between two polls: a call or two each, of the five a second that Step Functions grants."


def executions_of_a_stage(
    failed: Annotated[bool, typer.Option("--failed", help="Only failed executions.")] = False,
    outcome: Annotated[str | None, typer.Option(help="As delivered, undelivered, nothing_heard, failed.")] = None,
    device: DeviceOption = None,
    since: SinceOption = "1d",
    until: UntilOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most this many.")] = 20,
    watch: Annotated[bool, typer.Option("--watch", help="Refresh until Ctrl-C; a pipe gets one list.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="Only the recordings' ids, one a line, for pipes.")] = False,
    no_words: Annotated[bool, typer.Option("--no-words", help="Without the wishes.")] = False,
    json_output: JsonOption = False,
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
        if ids + watch + json_output > 1:
            raise ValueError("--ids, --watch and --json: they exclude each other")
        period = Period(since, until)
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        chosen = "failed" if failed else outcome
        refreshes = watch and console.is_terminal
        named = device_id(deployed, device) if device and refreshes else known_device(deployed, device)
        query = _Query(deployed, period, chosen, named, limit, words=not no_words)
        if ids:
            for recording_id in query.ids():
                typer.echo(recording_id)
        elif json_output:
            typer.echo(json.dumps([as_json(row, words=query.words) for row in query.rows()], indent=1))
        elif refreshes:
            with stoppable():
                _watch(console, query)
        else:
            _show(console, query)


@dataclass(frozen=True)
class _Query:
    """One query, run once or repeatedly: ended executions are described once."""

    deployed: Stage
    period: Period
    outcome: str | None
    device: str | None
    limit: int
    words: bool = field(kw_only=True)
    known: dict[str, Execution] = field(default_factory=dict, init=False)

    def ids(self) -> list[str]:
        """By a listing alone, for failed executions and for all."""
        if self.outcome not in {None, "failed"}:
            return [execution.recording_id for execution in self._executions()]
        statuses = statuses_of(self.outcome) if self.outcome else None
        since, until = self.period.since, self.period.until
        found = listed(self.deployed, since=since, until=until, device_id=self.device, statuses=statuses)
        return [execution.recording_id for execution in islice(found, self.limit)]

    def rows(self) -> list[Row]:
        return with_words(self.deployed, self._executions(), words=self.words)

    def _executions(self) -> list[Execution]:
        found = executions(
            self.deployed,
            since=self.period.since,
            until=self.period.until,
            device_id=self.device,
            outcome=self.outcome,
            known=self.known,
        )
        return list(islice(found, self.limit))

    def no_result(self) -> str:
        chosen = [self.outcome or "", f"of {self.device}" if self.device else "", str(self.period)]
        return f"{self.deployed.name}: no execution {' '.join(word for word in chosen if word)}."


def _show(console: Console, query: _Query) -> None:
    rows = query.rows()
    if not console.is_terminal:
        for line in plain(rows, words=query.words):
            typer.echo(line)
    elif rows:
        console.print(execution_table(rows, console.width, words=query.words))
    if not rows:
        typer.echo(query.no_result(), err=not console.is_terminal)


def _watch(console: Console, query: _Query) -> None:
    """Ends by Ctrl-C."""
    try:
        with Live(console=console, auto_refresh=False) as live:
            while True:
                rows = query.rows()
                table = execution_table(rows, console.width, words=query.words) if rows else query.no_result()
                live.update(table, refresh=True)
                time.sleep(EVERY_SECONDS)
    except KeyboardInterrupt:
        return
