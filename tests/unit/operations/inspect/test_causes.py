"""The first line of an error's cause."""

import json

import pytest

from operations.inspect.causes import first_line

OF_A_LAMBDA = json.dumps({"errorMessage": "no moderator\nis called so", "errorType": "X", "stackTrace": ["  File …"]})


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (OF_A_LAMBDA, "no moderator"),
        ("it took too long\nmore", "it took too long"),
        ("", ""),
        ("{}", ""),
        ('{"errorMess', '{"errorMess'),
        ("12", "12"),
    ],
)
def test_the_first_line_of_a_cause(cause: str, told: str) -> None:
    assert first_line(cause) == told
