"""What a terminal and a pipe are shown of executions."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from cli.terminal.execution_table import plain, table, when
from operations.executions.rows import Row

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ID, ORIGINAL = "b43a459b9474-20261121-120000-abcdef01", "b43a459b9474-20261121-110000-abcdef02"
ROW = Row(
    recording_id=ID,
    device_id="b4:3a:45:9b:94:74",
    begun=NOON,
    ended=NOON + timedelta(seconds=4),
    seconds=4.0,
    ending="ProviderUnavailable@IsThereAnotherIllustrator",
    is_broken=True,
    engines="transcribe-streaming, openmoji (dashscope stayed away)",
    wish="a cat riding a rocket",
    absent="",
    replay_of=ORIGINAL,
)


def drawn(row: Row, width: int, *, words: bool = True) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=True, color_system=None).print(table([row], width, words=words))
    return out.getvalue()


@pytest.mark.parametrize("width", [76, 80, 100, 129, 130, 160, 200])
def test_ids_stay_whole_however_narrow_the_terminal(width: int) -> None:
    told = drawn(ROW, width)
    assert ID in told
    assert f"↻ {ORIGINAL}" in told
    assert max(map(len, told.splitlines())) <= width


@pytest.mark.parametrize("width", [80, 200])
def test_nothing_is_cut_off(width: int) -> None:
    told = "".join(drawn(ROW, width).translate(str.maketrans("", "", "│\n ")).split())
    assert "…" not in told
    if width == 200:
        assert "acatridingarocket" in told


def test_words_that_are_gone_leave_the_reason() -> None:
    assert "forgotten" in drawn(replace(ROW, wish="", absent="forgotten"), 160)


@pytest.mark.parametrize("width", [80, 160])
def test_a_wish_is_no_markup_and_moves_no_cursor(width: int) -> None:
    told = drawn(replace(ROW, wish="[red]a\x1b[2J\ndragon[/red]"), width)
    assert "[red]a" in told
    assert "\x1b[2J" not in told


def test_a_pipe_gets_one_line_an_execution_with_its_fields_between_tabs() -> None:
    names, line = plain([replace(ROW, wish="a\tred\ndragon")], words=True)
    told = dict(zip(names.split("\t"), line.split("\t"), strict=True))
    assert told["recording"] == ID
    assert told["replay of"] == ORIGINAL
    assert told["wish"] == "“a red dragon”"
    assert datetime.strptime(told["when"], "%Y-%m-%dT%H:%M:%S%z") == NOON


def test_a_pipe_without_words_has_no_field_for_them() -> None:
    assert "wish" not in "\n".join(plain([ROW], words=False))
    assert "rocket" not in "\n".join(plain([ROW], words=False))
    assert list(plain([], words=True)) == []


def test_another_day_s_time_says_which() -> None:
    today = datetime.now(UTC).astimezone().replace(hour=12, minute=0, second=0)
    assert when(today) == "12:00:00"
    assert when(today - timedelta(days=2)) == f"{today - timedelta(days=2):%d %b} 12:00:00"
