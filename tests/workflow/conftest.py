"""Executions of the deployed state machine, each with its own recording and device."""

import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from device.opus_encoder import packets
from infra.local_stack import Stack
from operations.executions.execution import Execution, await_end
from stikadoo.audio.frames import Frame, build
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine
from stikadoo.execution import Device, ExecutionDocument, Recording, Transcript
from stikadoo.keys import ChunkKey, RecordingFolder
from stikadoo.session import session_id_of
from tests.connections import Connections

SPEECH = Path(__file__).resolve().parents[1] / "speech"
STARTED_MS = 1_795_000_000_000


@dataclass
class Case:
    """One recording and its execution."""

    stack: Stack
    connections: Connections
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    device_id: str = "02:00:00:00:00:02"

    @property
    def bucket(self) -> Bucket:
        return Bucket(self.stack.outputs.bucket, client("s3"))

    @property
    def folder(self) -> RecordingFolder:
        return RecordingFolder(self.name)

    @property
    def arn(self) -> str:
        return self.machine.execution_arn(self.name)

    @property
    def machine(self) -> Machine:
        return Machine(self.stack.outputs.state_machine_arn, client("stepfunctions"))

    def stored(self, name: str) -> bytes | None:
        return self.bucket.find(f"{self.folder}{name}")

    def speak(self, wav: str) -> dict[str, Any]:
        """Stores the chunks in S3 as the audio route does."""
        return self.chunks([build(Frame(packet), 3) for packet in packets(SPEECH / wav)])

    def chunks(self, frames: list[bytes]) -> dict[str, Any]:
        for first in range(0, len(frames), 8):
            key = ChunkKey(self.name, STARTED_MS + first * 60, seq=first)
            self.bucket.put(str(key), b"".join(frames[first : first + 8]))
        recording = Recording(
            connection_id=self.name,
            started_ms=STARTED_MS,
            stopped_ms=STARTED_MS + len(frames) * 60,
            last_seq=len(frames) - 1,
        )
        return self.document(recording=recording)

    def type(self, text: str) -> dict[str, Any]:
        self.bucket.put_facts(self.folder.transcript, Transcript(text=text, engine="typed"))
        ready = {"status": "ready", "engine": "typed", "key": self.folder.transcript}
        return self.document() | {"transcription": ready}

    def document(self, recording: Recording | None = None) -> dict[str, Any]:
        device = Device(
            device_id=self.device_id,
            session_id=session_id_of(self.name),
            connection_id=self.name,
            endpoint=self.connections.endpoint,
        )
        document = ExecutionDocument(recording_id=self.name, device=device, recording=recording)
        return document.model_dump(mode="json", exclude_none=True)

    def start(self, document: dict[str, Any]) -> None:
        client("stepfunctions").start_execution(
            stateMachineArn=self.stack.outputs.state_machine_arn, name=self.name, input=json.dumps(document)
        )

    def run(self, document: dict[str, Any]) -> Execution:
        self.start(document)
        return await_end(self.machine, self.arn)

    def heard(self) -> list[str]:
        return self.connections.types(self.name)


@pytest.fixture
def case(stack: Stack, connections: Connections) -> Case:
    return Case(stack, connections)
