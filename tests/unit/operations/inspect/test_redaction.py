"""A redacted inspection holds no voice, no words, no ids, wherever they occur; what is not secret stays."""

import json
from pathlib import Path
from typing import Any

import pytest

from operations.inspect.export import export_bundle
from operations.inspect.inspection import Inspection
from operations.inspect.log_lines import log_line
from operations.inspect.redaction import redacted, redaction_of
from stikadoo.aws.bucket import StoredObject
from stikadoo.aws.log_groups import LogEvent
from tests.documents import CONNECTION, DEVICE
from tests.unit.operations.inspections import ARN, RECORDING_ID, SPOKEN, STARTED, History, at, seen

TEXT = 'A "zyzzyva" on\nthe côte, please.'
WISH = "a zyzzyva on the beach"
SECRETS = (
    "zyzzyva",
    "côte",
    "beach",
    "u00f4te",
    DEVICE.device_id,
    "b43a459b9474",
    DEVICE.session_id,
    "123456789012",
)


def strayed(text: str) -> str:
    """The words as a careless error could carry them: in JSON that is in JSON."""
    return json.dumps({"errorMessage": f"cannot draw {text}", "trace": json.dumps({"text": text})})


def wordy(**more: Any) -> Inspection:
    """As bad as it can be: words in the cause, the history and the log."""
    history = (
        History(SPOKEN).failed("Imagine", "KeyError", strayed(TEXT)).failed("Apologise", "KeyError", strayed(WISH))
    )
    transcript = {"text": TEXT, "engine": "whisper", "alternatives": ["a zyzzyva on the coat"]}
    files = {
        "packets.bin": b"p",
        "speech.wav": b"w",
        "speech.ogg": b"o",
        "transcript.json": json.dumps(transcript, ensure_ascii=False).encode(),
        "transcription.json": b"{}",
        "wish.json": json.dumps({"text": WISH}).encode(),
        "prompt.txt": f"draw «{WISH}»".encode(),
        "picture.png": b"dots",
        "sticker.escpos": b"dots",
        "sticker.json": json.dumps({"key": f"recordings/{RECORDING_ID}/sticker.escpos", "bytes": 9}).encode(),
        "printed.json": b'{"state": "done", "at": "2026-11-21T11:40:09Z"}',
    }
    said = json.dumps({"level": "ERROR", "message": "imagine", "why": f"A ZYZZYVA on the Beach: {WISH}"})
    return seen(
        history,
        files,
        status="FAILED",
        lines=[
            log_line(LogEvent(at(2), said), "imagine"),
            log_line(LogEvent(at(3), f"task of {CONNECTION} {WISH}"), "imagine"),
        ],
        chunks=(StoredObject(f"chunks/{CONNECTION}/1.bin", STARTED, b"voice"),),
        replays=("b43a459b9474-20261122-000000-00000000",),
        **more,
    )


def everything(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes().decode(errors="replace") for path in files}


def test_no_file_of_a_redacted_bundle_tells_words_or_ids(tmp_path: Path) -> None:
    export_bundle(wordy(), tmp_path, redact=True)
    written = everything(tmp_path)
    telling = {(name, secret) for name, text in written.items() for secret in SECRETS if secret.lower() in text.lower()}
    assert telling == set()
    assert "chunks" not in str(sorted(written))
    assert "packets.bin" in written["README.txt"]
    facts = {"document.json", "execution.json", "history.json", "input.json", "printed.json", "sticker.json"}
    assert set(written) == facts | {"README.txt", "logs.jsonl"}


def test_the_same_words_are_in_a_whole_bundle(tmp_path: Path) -> None:
    """Else the test above proves nothing."""
    export_bundle(wordy(), tmp_path)
    written = everything(tmp_path)
    assert all(any(secret in text for text in written.values()) for secret in SECRETS)
    assert "chunks/1.bin" in written


def test_what_is_left_is_still_json_and_tells_what_belongs_together(tmp_path: Path) -> None:
    export_bundle(wordy(), tmp_path, redact=True)
    execution = json.loads((tmp_path / "execution.json").read_text())
    assert execution["arn"] == ARN.replace("123456789012", "ACCOUNT").replace("b43a459b9474", "device")
    assert execution["error"] == "KeyError"
    assert "[words]" in execution["cause"]
    document = json.loads((tmp_path / "document.json").read_text())
    assert document["device"]["connection_id"] == document["recording"]["connection_id"] == "CONNECTION"
    assert json.loads((tmp_path / "sticker.json").read_text()) == {
        "key": "recordings/device-20261121-114000-8b039b94/sticker.escpos",
        "bytes": 9,
    }


def test_pictures_stay_in_if_somebody_has_looked(tmp_path: Path) -> None:
    shown = redacted(wordy(), with_pictures=True)
    assert {"picture.png", "sticker.escpos"} <= set(shown.files)
    assert not {"picture.png", "sticker.escpos"} & set(redacted(wordy()).files)


def test_a_wish_that_is_a_name_of_json_s_leaves_no_trace_either(tmp_path: Path) -> None:
    files = {"wish.json": b'{"text": "Sticker!"}'}
    export_bundle(seen(History(SPOKEN | {"sticker": {"key": "x"}}), files), tmp_path, redact=True)
    assert '"sticker"' not in (tmp_path / "document.json").read_text()


def test_without_stored_words_ids_are_redacted_all_the_same() -> None:
    redaction = redaction_of(seen(History(SPOKEN)))
    assert redaction.words is None
    assert redaction.text(f"{DEVICE.device_id.upper()} x{CONNECTION}x") == f"DEVICE x{CONNECTION}x"
    assert not redaction.left_in("nothing here")


def test_a_replay_tells_neither_its_own_device_nor_its_original_s() -> None:
    key = "recordings/x0123456789abcdef-20261120-101112-01234567/packets.bin"
    began = SPOKEN | {"replay_of": "0123456789ab-20261120-101112-01234567", "packets_key": key}
    shown = redacted(seen(History(began)))
    assert shown.document.replay_of == "device-20261120-101112-01234567"
    assert shown.document.packets_key == "recordings/device-20261120-101112-01234567/packets.bin"


@pytest.mark.parametrize("text", ["a zyzzyva on  the\nbeach", "A Zyzzyva On The Beach!"])
def test_words_are_redacted_in_any_case_and_spacing(text: str) -> None:
    assert redaction_of(wordy()).text(f"<{text}>").startswith("<[words]")
