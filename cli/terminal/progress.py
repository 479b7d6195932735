"""The step in progress as a spinner, and each finished step with its duration."""

import time

from rich.console import Console

from cli.terminal.console import styled


class Steps:
    """A spinner for the current step; a line for each finished one."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = console.status("")
        self._step: str | None = None
        self._since = time.monotonic()

    def __enter__(self) -> "Steps":
        self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()

    def begin(self, step: str) -> None:
        self.end()
        self._step, self._since = step, time.monotonic()
        self._status.update(styled("{}…", step))
        self._status.start()

    def end(self) -> None:
        if self._step:
            seconds = f"{time.monotonic() - self._since:.1f} s"
            self._console.print(styled("[green]✔[/] {} [dim]{}[/]", self._step, seconds))
        self._step = None
        self._status.stop()
