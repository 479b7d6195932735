"""An inspection on the terminal, whatever is missing or damaged in it."""

import io
import json
import re
from typing import Any

from cli.terminal.console import Terminal
from cli.terminal.inspection import show_inspection
from operations.inspect.console_links import links
from operations.inspect.inspection import Inspection
from operations.inspect.log_lines import log_line
from operations.inspect.redaction import redacted
from stikadoo.aws.log_groups import LogEvent
from tests.unit.operations.inspections import ARN, RECORDING_ID, SPOKEN, TYPED, History, at, seen

CAUSE = json.dumps({"errorMessage": "no such model", "stackTrace": ['  File "step.py", line 1']})


def shown(inspection: Inspection, **how: Any) -> str:
    console = Terminal(file=io.StringIO(), width=160)
    show_inspection(console, inspection, **how)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_a_document_with_nothing_but_a_name_is_shown() -> None:
    told = shown(seen(History({"recording_id": RECORDING_ID}).failed("Transcode", "ValidationError"), status="FAILED"))
    assert "ValidationError" in told
    assert "Nothing was sent to the device." in told


def test_an_execution_that_was_stopped_before_its_first_state_is_shown() -> None:
    assert "failed" in shown(seen(History(TYPED), status="ABORTED"))


def test_a_traceback_is_shown_with_full_only() -> None:
    history = History(SPOKEN).failed("Imagine", "UnknownProvider", CAUSE)
    said = json.dumps({"level": "ERROR", "message": "imagine", "exception": "Traceback: …", "error": "UnknownProvider"})
    inspection = seen(history, status="FAILED", lines=[log_line(LogEvent(at(1), said), "imagine")])
    assert "UnknownProvider: no such model" in shown(inspection)
    assert not [word for word in ("step.py", "Traceback") if word in shown(inspection)]
    assert all(word in shown(inspection, full=True) for word in ("step.py", "Traceback"))


def test_damaged_files_hide_nothing_else() -> None:
    files = {"transcript.json": b"{", "wish.json": b'{"text": "a [cat]"}', "picture.png": b"no picture"}
    told = shown(seen(History(TYPED), files, status="FAILED"))
    assert "“a [cat]”" in told, "a child's brackets are no markup"
    assert "picture.png     stored, but not a picture that can be decoded" in told


def test_attempts_that_failed_and_a_time_out_are_on_the_time_line() -> None:
    told = shown(seen(History(SPOKEN).failed("Imagine", "States.Timeout", kind="TaskTimedOut"), status="FAILED"))
    assert "States.Timeout" in told


def test_a_running_execution_says_so() -> None:
    history = History(SPOKEN).worked("Transcode", speech={})
    history._entered("Transcribe")
    told = shown(seen(history, status="RUNNING"))
    assert "running" in told
    assert "so far" in told
    assert "…" in told


def test_replays_the_unavailable_engine_and_console_links_are_shown() -> None:
    fallback = {"engine": "dashscope", "name": "ProviderThrottled", "cause": CAUSE}
    engines = {"transcribe": "whisper", "imagine": "dashscope,openmoji"}
    history = History(SPOKEN | {"engines": engines, "replay_of": "first"})
    picture = {"status": "ready", "engine": "openmoji", "key": "x"}
    history.worked("Imagine", picture=picture, fallback=fallback, engines=engines | {"imagine": "openmoji"})
    inspection = seen(history, replays=("again-1",), links=links(ARN, "bucket", f"recordings/{RECORDING_ID}/"))
    told = shown(inspection)
    assert "transcribe: whisper → nobody · imagine: dashscope,openmoji → openmoji" in told
    assert "dashscope: ProviderThrottled, no such model" in told
    assert re.search("replay of +first", told)
    assert "again-1" in told
    assert "https://us-east-1.console.aws.amazon.com/states/home" in told
    assert "console.aws" not in shown(redacted(inspection))


def test_an_empty_log_says_why() -> None:
    assert "past LogRetentionDays" in shown(seen(History(TYPED)))
    assert "your role may not" in shown(seen(History(TYPED), unlogged="your role may not read them"))


def test_texts_of_devices_and_children_are_neither_markup_nor_control_sequences() -> None:
    said = {
        "wish.json": {"text": "a \x1b]0;cat\x07 [/]"},
        "printed.json": {"state": "failed", "reason": "[/bold] \x1b[2J", "at": "2026-11-21T11:40:09Z"},
    }
    files = {name: json.dumps(body).encode() for name, body in said.items()} | {"prompt.txt": b"\x1b[31m"}
    fallback = {"engine": "[/red]", "name": "X", "cause": "[/]\x1b"}
    told = shown(seen(History(TYPED | {"fallback": fallback}).failed("Moderate", "[/x]", "[/y]\x1b"), files))
    assert "\x1b" not in told
    assert all(text in told for text in ("a \ufffd]0;cat\ufffd [/]", "print failed: [/bold]", "[/red]: X, [/]", "[/y]"))
