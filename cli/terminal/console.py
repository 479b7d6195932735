"""The console of every command: texts are printed as they are, whoever wrote them.

A str has no markup, no emoji code and no highlighting. Only `styled` reads Rich's markup, and only in its template.
Characters that no terminal should interpret (C0, C1, escapes, direction marks) are replaced by U+FFFD in all output.
"""

import os
import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Span, Text

_PLACE = "{}"
_MARK = "\ue000"
"Private use: stands for a value while the markup is read."


class Terminal(Console):
    def __init__(self, *, outlives_pipe: bool = False, **options: Any) -> None:
        """`outlives_pipe`: without a reader nothing is printed any more, but the command goes on; `options`: Rich's."""
        super().__init__(**options, markup=False, emoji=False, highlight=False)
        self._outlives_pipe = outlives_pipe

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        return map(_printable, super().render(renderable, options))

    def render_str(self, text: str, **options: Any) -> Text:
        """Before it is measured: a character that is not printable has no width."""
        return super().render_str(printable(text), **options)

    def on_broken_pipe(self) -> None:
        if not self._outlives_pipe:
            super().on_broken_pipe()
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def styled(template: str, *values: object) -> Text:
    """The template's markup with a value for each {}; markup in values has no effect."""
    texts = [printable(str(value)) for value in values]
    marked = Text.from_markup(template.replace(_PLACE, _MARK), emoji=False)
    places = [at for at, letter in enumerate(marked.plain) if letter == _MARK]

    def moved(offset: int) -> int:
        return offset + sum(len(text) - 1 for at, text in zip(places, texts, strict=True) if at < offset)

    pieces = marked.plain.split(_MARK)
    plain = pieces[0] + "".join(text + piece for text, piece in zip(texts, pieces[1:], strict=True))
    return Text(plain, spans=[Span(moved(span.start), moved(span.end), span.style) for span in marked.spans])


def printable(text: str) -> str:
    """Keeps line breaks; any other character that is not printable becomes U+FFFD."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)


def one_line(text: str) -> str:
    """For a table's cell or a line for a pipe: blanks instead of everything that is not printable."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _printable(segment: Segment) -> Segment:
    return segment if segment.control else segment._replace(text=printable(segment.text))
