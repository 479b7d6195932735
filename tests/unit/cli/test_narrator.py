"""The narrator prints what a child said, and what the cloud answered, as they are."""

import io

from cli.terminal.console import Terminal
from cli.terminal.narrator import Narrator
from stikadoo.messages import Alert, Stt

SESSION = "6f1c0d1e-0000-5000-8000-000000000001"


def test_words_that_look_like_markup_are_printed_as_they_are() -> None:
    console = Terminal(file=io.StringIO(), width=120)
    narrator = Narrator(console)
    narrator(1.5, Stt(session_id=SESSION, text="a [red]cat[/] on [a] mat"))
    narrator(2, Alert(session_id=SESSION, status="[Hm]?", message="again [/]", emotion="sad"))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        "    1.50 s  heard “a [red]cat[/] on [a] mat”",
        "    2.00 s  [Hm]?: again [/]",
    ]
