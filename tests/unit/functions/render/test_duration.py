"""The estimate of a print's seconds: the wire's or the paper's, whichever is slower."""

import pytest

from functions.render.duration import print_seconds
from stikadoo.execution import Printer


def test_at_9600_baud_the_wire_decides() -> None:
    assert print_seconds(18_442, 384, Printer()) == 19.2


def test_on_a_fast_wire_the_paper_decides() -> None:
    """48 mm and 12 mm of feed, at 50 mm a second."""
    assert print_seconds(18_442, 384, Printer(baud=921_600)) == 1.2


@pytest.mark.parametrize("model", ["png", "raw"])
def test_what_the_device_makes_its_own_commands_of_counts_as_its_dots(model: str) -> None:
    assert print_seconds(700, 384, Printer(model=model)) == 19.2
