"""A period is given by times ago, or by dates and times."""

from datetime import UTC, datetime, timedelta

import pytest

from operations.executions.period import Period, moment


@pytest.mark.parametrize(("ago", "seconds"), [("90s", 90), ("30m", 1800), ("2h", 7200), ("1d", 86400)])
def test_a_time_ago_is_given_by_number_and_unit(ago: str, seconds: int) -> None:
    age = timedelta(seconds=seconds)
    before = datetime.now(UTC)
    assert before - age <= moment(ago) <= datetime.now(UTC) - age


def test_any_other_time_is_local_unless_it_has_a_zone() -> None:
    assert moment("2026-11-28T09:30Z") == datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
    assert moment("2026-11-28T09:30+08:00") == datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
    assert moment("2026-11-28") == datetime(2026, 11, 28).astimezone(UTC)


@pytest.mark.parametrize(
    "text", ["", "h", "2", "2w", "-1h", "²h", "99999999999d", "999999d", "1.5h", "soon", "2026-13-01", "0001-01-01"]
)
def test_what_is_no_time_is_an_error_that_shows_the_format(text: str) -> None:
    with pytest.raises(ValueError, match=f"^--until {text}: say 30m, 2h or 1d for a time ago, or a time as 2026-"):
        moment(text, "--until")


def test_a_period_ends_after_its_beginning() -> None:
    with pytest.raises(ValueError, match="--until 2h is not after --since 1h"):
        Period("1h", "2h")
    with pytest.raises(ValueError, match="--since soon"):
        Period("soon")


def test_a_period_is_shown_as_it_was_given() -> None:
    assert str(Period("2h")) == "since 2h ago"
    assert str(Period("2026-11-28", "1h")) == "since 2026-11-28 until 1h ago"
