"""Ended executions with known documents, for replays."""

import json
from datetime import UTC, datetime
from typing import Any

from operations.executions.document import Document
from operations.executions.execution import Execution
from stikadoo.execution import Sticker
from stikadoo.keys import RecordingFolder
from tests.documents import CONNECTION, DEVICE, RECORDING

RECORDING_ID = "b43a459b9474-20261121-114000-8b039b94"
FOLDER = RecordingFolder(RECORDING_ID)
ENDED = datetime(2026, 11, 21, 11, 40, 9, tzinfo=UTC)

SPEECH = {"key": FOLDER.speech, "packets": 33, "lost": 0, "corrupt": 0, "seconds": 2.0, "peak_dbfs": -3.0}
TRANSCRIPTION = {"status": "ready", "engine": "whisper", "key": FOLDER.transcript}
WISH = {"key": FOLDER.wish}
PICTURE = {"status": "ready", "engine": "openmoji", "key": FOLDER.picture}
STICKER = Sticker(
    key=FOLDER.sticker_in("escpos"),
    preview_key=FOLDER.preview,
    width=384,
    height=100,
    bytes=9,
    sha256="0" * 64,
    style="line",
    device_id=DEVICE.device_id,
).model_dump(mode="json", exclude_none=True)

SPOKEN: dict[str, Any] = {
    "recording_id": RECORDING_ID,
    "device": DEVICE.model_dump(mode="json"),
    "recording": RECORDING.model_dump(mode="json"),
    "seed": 7,
}
RENDERED: dict[str, Any] = SPOKEN | {
    "speech": SPEECH,
    "transcription": TRANSCRIPTION,
    "announcement": {"messages": 4},
    "wish": WISH,
    "picture": PICTURE,
    "sticker": STICKER,
}
CHUNK = f"chunks/{CONNECTION}/1795000001000-00000000.bin"
"Within the recording."


def ended(document: dict[str, Any], *, status: str = "SUCCEEDED", at: str = "", error: str = "") -> Execution:
    """`at`: the state that failed."""
    entered = {"name": at, "input": json.dumps(document)}
    events = [{"type": "TaskStateEntered", "timestamp": ENDED, "stateEnteredEventDetails": entered}] if at else []
    read = Document.of(document)
    return Execution("arn", RECORDING_ID, status, ENDED, ENDED, read, read, error, events=events)
