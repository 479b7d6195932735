"""`stikadoo executions`: what has become of recordings, the latest first."""

import time
from datetime import datetime
from itertools import islice
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from cli.operations.executions import Execution, executions, moment, statuses_of
from cli.operations.listing.rows import rows
from cli.operations.pages import listed
from cli.rows import plain, table
from cli.stage import Endpoint, Profile, Region, Stage, aws_session, told
from cli.stopping import stoppable
from infra.shelves import Shelves, shelves_of

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
    stage: Stage = "local",
    region: Region = None,
    profile: Profile = None,
    endpoint_url: Endpoint = None,
) -> None:
    """List what has become of recordings, the latest first."""
    console = Console()
    with told(console):
        if failed and outcome not in {None, "failed"}:
            raise ValueError(f"--failed and --outcome {outcome}: nothing is both")
        shelves = shelves_of(stage, aws_session(region, profile), endpoint_url)
        look = _Look(shelves, failed, outcome, device, since, limit)
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
        self, shelves: Shelves, failed: bool, outcome: str | None, device: str | None, since: str, limit: int
    ) -> None:
        self.shelves = shelves
        self.since = since
        self._outcome = "failed" if failed else outcome
        self._device = device
        self._limit = limit
        self._known: dict[str, Execution] = {}

    def ids(self) -> list[str]:
        """Of failed ones, and of any, a listing alone tells."""
        if self._outcome in {None, "failed"}:
            statuses = statuses_of(self._outcome) if self._outcome else None
            found = listed(self.shelves, since=self._begun, device_id=self._device, statuses=statuses)
            return [one["name"] for one in islice(found, self._limit)]
        return [one.recording_id for one in self.found()]

    def found(self) -> list[Execution]:
        return list(
            islice(
                executions(
                    self.shelves,
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
        return f"{self.shelves.stage}: no execution {' '.join(word for word in chosen if word)}."


def _shown(console: Console, look: _Look, *, words: bool) -> None:
    found = rows(look.shelves, look.found(), words=words)
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
                found = rows(look.shelves, look.found(), words=words)
                live.update(table(found, console.width, words=words) if found else look.nothing(), refresh=True)
                time.sleep(EVERY_SECONDS)
    except KeyboardInterrupt:
        return
