"""The printing time is that of the serial line or of the paper, whichever is longer."""

import pytest

from functions.render.duration import print_seconds
from stikadoo.execution import Printer


def test_at_9600_baud_the_line_decides() -> None:
    assert print_seconds(18_442, 384, Printer()) == 19.2


def test_on_a_fast_line_the_paper_decides() -> None:
    """48 mm and 12 mm of feed, at 50 mm per second."""
    assert print_seconds(18_442, 384, Printer(baud=921_600)) == 1.2


@pytest.mark.parametrize("model", ["png", "raw"])
def test_a_sticker_encoded_on_the_device_counts_as_rows_of_dots(model: str) -> None:
    assert print_seconds(700, 384, Printer(model=model)) == 19.2
