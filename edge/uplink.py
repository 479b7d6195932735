"""What a device says becomes what API Gateway is told: texts as they are, binary frames as audio messages.

v2 and v3 frames pass as they came; v1 packets are framed as v3, and upstream is told so. Packets outside of a recording
(a wake word's, before listen start) are dropped. In auto and realtime mode, where no device sends listen stop, it is
said here when the speech is over. No I/O, no clock.
"""

import json
from dataclasses import dataclass
from typing import Any

from edge.batch import Batch
from edge.end_of_speech import EndOfSpeech
from stikadoo.audio.frames import PROTOCOLS, Frame, Protocol, build, parse, split
from stikadoo.errors import MalformedMessage
from stikadoo.execution import ListenMode
from stikadoo.messages import Abort, Audio, DeviceMessage, Goodbye, Hello, Listen, from_device


@dataclass
class Counts:
    """Of one connection."""

    packets: int = 0
    "Sent on."
    messages: int = 0
    "In which they were sent."
    dropped: int = 0
    "Packets outside of a recording."
    malformed: int = 0
    "Binary messages that hold no whole frames."


def upstream_protocol_of(device: Protocol) -> Protocol:
    """Several v1 packets cannot stand in one message: they have no length."""
    return 3 if device == 1 else device


class Uplink:
    """One connection's way up."""

    def __init__(self, protocol: Protocol, batch_packets: int) -> None:
        self.protocol = protocol
        self.counts = Counts()
        self._batch_packets = batch_packets
        self._recording: Batch | None = None
        self._end_of_speech: EndOfSpeech | None = None
        "Only where no listen stop is to be expected."
        self._session_id = ""
        self._numbers_itself = False
        "It sends audio as text: its packets are not ours to number."
        self._malformed_reported = False

    @property
    def is_waiting(self) -> bool:
        """Whether packets wait for their batch to fill."""
        return self._recording is not None and not self._recording.is_empty

    def flush(self) -> list[str]:
        """What waits is sent now: its time is up, or a text follows it."""
        return [] if self._recording is None else self._counted(self._recording.flush())

    def binary(self, message: bytes) -> list[str]:
        """Raises MalformedMessage, once a recording: told sixteen times a second, the device would only vibrate.

        None of a malformed message's packets is taken.
        """
        try:
            frames = list(split(message, self.protocol))
        except MalformedMessage:
            self.counts.malformed += 1
            if self._malformed_reported:
                return []
            self._malformed_reported = True
            raise
        return [text for frame in frames for text in self._frame(frame)]

    def text(self, text: str) -> list[str]:
        """Whatever it is, it is for upstream to judge; what this side understands of it changes what follows."""
        flushed = self.flush()
        try:
            said = from_device(text)
        except MalformedMessage:  # base64 without JSON is audio, too
            self._numbers_itself = True
            return [*flushed, text]
        return [*flushed, self._apply(said, text)]

    def _frame(self, frame: bytes) -> list[str]:
        if self._recording is None:
            self.counts.dropped += 1
            return []
        self.counts.packets += 1
        full = self._counted(self._recording.add(self._as_upstream(frame)))
        if self._end_of_speech and self._end_of_speech.is_after(next(parse(frame, self.protocol)).packet):
            return [*full, *self.flush(), self._stopped(self._recording.last_seq)]
        return full

    def _stopped(self, last_seq: int) -> str:
        """The listen stop that the device does not send."""
        self._recording = self._end_of_speech = None
        return Listen(state="stop", last_seq=last_seq, session_id=self._session_id).encode()

    def _apply(self, said: DeviceMessage, text: str) -> str:
        match said:
            case Hello():
                return self._apply_hello(said, text)
            case Listen(state="start"):
                self._recording = Batch(self._batch_packets)
                self._end_of_speech = None if said.mode is ListenMode.MANUAL else EndOfSpeech()
                self._session_id = said.session_id or ""
                self._numbers_itself = self._malformed_reported = False
            case Listen(state="stop", last_seq=None) if self._recording is not None and not self._numbers_itself:
                last_seq, self._recording, self._end_of_speech = self._recording.last_seq, None, None
                return _with(text, last_seq=last_seq)
            case Listen(state="stop") | Abort() | Goodbye():
                self._recording = self._end_of_speech = None
            case Audio():
                self._numbers_itself = True
        return text

    def _apply_hello(self, hello: Hello, text: str) -> str:
        """The version of a hello outweighs the header's; upstream must know what it will get."""
        said = hello.version if "version" in hello.model_fields_set else self.protocol
        if said not in PROTOCOLS:
            return text
        self.protocol = PROTOCOLS[said]
        told = upstream_protocol_of(self.protocol)
        return text if told == said and "version" in hello.model_fields_set else _with(text, version=told)

    def _as_upstream(self, frame: bytes) -> bytes:
        return build(Frame(frame), 3) if self.protocol == 1 else frame

    def _counted(self, messages: list[str]) -> list[str]:
        self.counts.messages += len(messages)
        return messages


def _with(text: str, **fields: Any) -> str:
    """A message with fields of ours; all others stay as they are."""
    return json.dumps({**json.loads(text), **fields}, ensure_ascii=False, separators=(",", ":"))
