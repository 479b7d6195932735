"""What a command is doing, while it does it, and how long each step took."""

import time

from rich.console import Console


class Steps:
    """What is being done, and how long the last thing took."""

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
        self._status.update(f"{step}…")
        self._status.start()

    def end(self) -> None:
        if self._step:
            self._console.print(f"[green]✔[/] {self._step} [dim]{time.monotonic() - self._since:.1f} s[/]")
        self._step = None
        self._status.stop()
