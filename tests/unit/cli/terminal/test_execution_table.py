"""Lists of executions on a terminal and in a pipe."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from cli.terminal.console import Terminal
from cli.terminal.execution_table import Row, as_json, ending, engines, execution_table, plain, when
from operations.executions.document import Document
from operations.executions.execution import Execution
from operations.executions.words import Words

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ID, ORIGINAL = "b43a459b9474-20261121-120000-abcdef01", "b43a459b9474-20261121-110000-abcdef02"
DOCUMENT = {
    "device": {"device_id": "b4:3a:45:9b:94:74"},
    "transcription": {"status": "ready", "engine": "transcribe-streaming"},
    "picture": {"status": "ready", "engine": "openmoji"},
    "fallback": {"engine": "dashscope"},
    "replay_of": ORIGINAL,
}
EXECUTION = Execution(
    arn="arn",
    recording_id=ID,
    status="FAILED",
    started=NOON,
    stopped=NOON + timedelta(seconds=4),
    document=Document.of(DOCUMENT),
    error="ProviderUnavailable",
    events=[
        {"type": "TaskStateEntered", "timestamp": NOON, "stateEnteredEventDetails": {"name": "CheckPicture"}},
    ],
)
ROW = (EXECUTION, Words("a cat riding a rocket"))


def execution(status: str = "SUCCEEDED", error: str = "", state: str = "", **document: object) -> Execution:
    entered = {"type": "TaskStateEntered", "timestamp": NOON, "stateEnteredEventDetails": {"name": state}}
    events = [entered] if state else []
    return Execution("arn", ID, status, NOON, document=Document.of(document), error=error, events=events)


def drawn(row: Row, width: int, *, words: bool = True) -> str:
    out = io.StringIO()
    Terminal(file=out, width=width, force_terminal=True, color_system=None).print(
        execution_table([row], width, words=words)
    )
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 76, 80, 100, 129, 130, 160, 200])
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


@pytest.mark.parametrize("width", [40, 50, 60, 80, 100, 120, 140, 160, 200])
def test_at_every_width_the_outcome_and_the_words_stay_whole(width: int) -> None:
    lines = drawn(ROW, width).splitlines()
    for whole in ("ProviderUnavailable@CheckPicture", "21 Nov ", "transcribe-streaming", "rocket", "dashscope"):
        assert any(whole in line for line in lines), whole


def test_a_pipe_s_cells_are_no_formulas_and_no_commands_to_a_terminal() -> None:
    hostile = execution(device={"device_id": "=cmd|'/C calc'!A0"}, outcome="@SUM(1)\x1b[31m")
    _, line = plain([(hostile, Words("=1\x1b[2J+1"))], words=True)
    cells = line.split("\t")
    assert (cells[2], cells[3], cells[-1]) == ("'=cmd|'/C calc'!A0", "'@SUM(1) [31m", "“=1 [2J+1”")


def test_json_has_the_same_fields_and_the_error() -> None:
    fields = as_json(ROW, words=True)
    assert (fields["recording"], fields["error"], fields["failed_state"]) == (ID, "ProviderUnavailable", "CheckPicture")
    assert (fields["wish"], fields["wish_absent"], fields["seconds"]) == ("a cat riding a rocket", None, 4.0)
    assert "wish" not in as_json(ROW, words=False)
    assert json.loads(json.dumps(fields)) == fields


def test_deleted_words_leave_the_reason() -> None:
    assert "forgotten" in drawn((EXECUTION, Words(absent="forgotten")), 160)


@pytest.mark.parametrize("width", [80, 160])
def test_a_wish_is_no_markup_and_moves_no_cursor(width: int) -> None:
    told = drawn((EXECUTION, Words("[red]a\x1b[2J\ndragon[/red]")), width)
    assert "[red]a" in told
    assert "\x1b[2J" not in told


def test_a_pipe_gets_one_line_an_execution_with_its_fields_between_tabs() -> None:
    names, line = plain([(EXECUTION, Words("a\tred\ndragon"))], words=True)
    told = dict(zip(names.split("\t"), line.split("\t"), strict=True))
    assert told["recording"] == ID
    assert told["replay of"] == ORIGINAL
    assert told["wish"] == "“a red dragon”"
    assert datetime.strptime(told["when"], "%Y-%m-%dT%H:%M:%S%z") == NOON


def test_a_pipe_without_words_has_no_field_for_them() -> None:
    assert "wish" not in "\n".join(plain([ROW], words=False))
    assert "rocket" not in "\n".join(plain([ROW], words=False))
    assert list(plain([], words=True)) == []


def test_a_time_of_another_day_has_its_date() -> None:
    today = datetime.now(UTC).astimezone().replace(hour=12, minute=0, second=0)
    assert when(today) == "12:00:00"
    assert when(today - timedelta(days=2)) == f"{today - timedelta(days=2):%d %b} 12:00:00"


def test_engines_that_answered_and_the_one_that_was_unavailable_are_named() -> None:
    heard = {"transcription": {"status": "ready", "engine": "whisper"}}
    drew = {"picture": {"status": "ready", "engine": "openmoji"}}
    assert engines(execution(**heard, **drew)) == "whisper, openmoji"
    assert engines(execution(**heard, **drew, fallback={"engine": "dashscope"})) == (
        "whisper, openmoji (dashscope unavailable)"
    )
    failed = execution("FAILED", "ProviderUnavailable", "Imagine", **heard, engines={"imagine": "bedrock,openmoji"})
    assert engines(failed) == "whisper, bedrock failed"
    unheard = execution("FAILED", "ProviderUnavailable", "CheckTranscript", engines={"transcribe": "transcribe-batch"})
    assert engines(unheard) == "transcribe-batch failed"
    assert engines(execution("FAILED", "KeyError", "Moderate", **heard, engines={"imagine": "bedrock"})) == "whisper"
    assert engines(execution(picture={"status": "working", "engine": "dashscope"})) == ""


def test_an_ending_is_an_outcome_an_error_at_a_state_or_none_yet() -> None:
    assert ending(execution(outcome="undelivered")) == "undelivered"
    assert ending(execution("FAILED", "UnknownProvider", "Imagine")) == "UnknownProvider@Imagine"
    assert ending(execution("ABORTED")) == "ABORTED"
    assert ending(execution("RUNNING")) == "running"
