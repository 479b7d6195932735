"""Translates a device's messages for API Gateway: texts unchanged, binary frames as audio messages.

v2 and v3 frames are forwarded unchanged; v1 packets are framed as v3, and the version in hello changes accordingly.
A message that is frames of another protocol than announced, to the last byte, is converted to the announced one.
Packets outside a recording (those of a wake word, before listen start) are dropped. In auto and realtime mode, where no
device sends listen stop, it is added at the end of speech. No I/O, no clock.
"""

import json
from dataclasses import dataclass
from typing import Any

from edge.batch import Batch
from edge.end_of_speech import EndOfSpeech, SpeechLimits
from edge.wish import Progress, after_device
from stikadoo.audio.frames import PROTOCOLS, Protocol, build, framing, parse, split
from stikadoo.envelope import check_depth, is_json
from stikadoo.errors import MalformedMessage
from stikadoo.execution import ListenMode
from stikadoo.messages import (
    Abort,
    Audio,
    DeviceMessage,
    Goodbye,
    Hello,
    Listen,
    from_device,
)


@dataclass
class Counts:
    """Of one connection."""

    packets: int = 0
    "Packets forwarded."
    messages: int = 0
    "Audio messages that carried them."
    dropped: int = 0
    "Packets outside a recording."
    malformed: int = 0
    "Binary messages that could not be parsed."


def upstream_protocol_of(device: Protocol) -> Protocol:
    """v3 for v1, whose packets carry no length, so that a message could hold only one."""
    return 3 if device == 1 else device


class Uplink:
    """The direction from the device to API Gateway, for one connection."""

    def __init__(self, protocol: Protocol, batch_packets: int, limits: SpeechLimits | None = None) -> None:
        self.protocol = protocol
        self.counts = Counts()
        self._limits = limits or SpeechLimits()
        self._batch_packets = batch_packets
        self._recording: Batch | None = None
        self._end_of_speech: EndOfSpeech | None = None
        "Only in modes without listen stop."
        self.progress = Progress.NONE
        "Of the current wish."
        self._session_id = ""
        self._sends_text_audio = False
        "Whether the device sends audio as text: then the bridge cannot know its last packet's number."
        self._malformed_reported = False

    @property
    def is_waiting(self) -> bool:
        """Whether the open batch has packets."""
        return self._recording is not None and not self._recording.is_empty

    @property
    def patience(self) -> float | None:
        """How many seconds without a packet end the recording; None where the device itself ends it."""
        return self._end_of_speech.patience if self._end_of_speech and not self._sends_text_audio else None

    def flush(self) -> list[str]:
        """The open batch's message, sent when it is due, or before a text."""
        return [] if self._recording is None else self._counted(self._recording.flush())

    def binary(self, message: bytes, at: float = 0.0) -> list[str]:
        """`at`: its arrival, in seconds, by which a recording may end that the device itself does not.

        Raises MalformedMessage, once per recording: frames arrive 16 times a second, alerts must not.

        No packet of a malformed message is forwarded. An empty message ends the speech: other servers' clients send it.
        """
        if not message:
            return self.end()
        protocol = framing(message, self.protocol)
        try:
            frames = list(split(message, protocol))
        except MalformedMessage:
            self.counts.malformed += 1
            if self._malformed_reported:
                return []
            self._malformed_reported = True
            raise
        return [text for frame in frames for text in self._frame(frame, protocol, at)]

    def text(self, text: str) -> list[str]:
        """Forward any text, after the open batch: upstream validates it. A known message updates this side's state.

        Raises MalformedMessage for JSON that is nested too deep, which API Gateway cannot route.
        """
        check_depth(text)
        flushed = self.flush()
        try:
            message = from_device(text)
        except MalformedMessage:
            if not is_json(text):  # base64 of frames
                self._sends_text_audio = True
            return [*flushed, text]
        return [*flushed, self._apply(message, text)]

    def _frame(self, frame: bytes, protocol: Protocol, at: float) -> list[str]:
        if self._recording is None:
            self.counts.dropped += 1
            return []
        self.counts.packets += 1
        messages = self._counted(self._recording.add(self._upstream_frame(frame, protocol)))
        if self._end_of_speech and self._end_of_speech.is_after(next(parse(frame, protocol)).packet, at):
            return [*messages, *self.end()]
        return messages

    def end(self) -> list[str]:
        """The end of the recording, if there is one: what is left of it, and its listen stop."""
        if self._recording is None:
            return []
        return [*self.flush(), self._stop(self._recording.last_seq)]

    def _stop(self, last_seq: int) -> str:
        """The listen stop that the device does not send."""
        self._recording = self._end_of_speech = None
        self.progress = Progress.AWAITED
        return Listen(state="stop", last_seq=last_seq, session_id=self._session_id).encode()

    def _apply(self, message: DeviceMessage, text: str) -> str:
        """Update the state by a message; returns the text to forward."""
        self.progress = after_device(self.progress, message)
        match message:
            case Hello():
                return self._apply_hello(message, text)
            case Listen(state="start"):
                self._recording = Batch(self._batch_packets)
                self._end_of_speech = None if message.mode is ListenMode.MANUAL else EndOfSpeech(self._limits)
                self._session_id = message.session_id or ""
                self._sends_text_audio = self._malformed_reported = False
            case Listen(state="stop", last_seq=None) if self._recording is not None and not self._sends_text_audio:
                last_seq, self._recording, self._end_of_speech = self._recording.last_seq, None, None
                return _with(text, last_seq=last_seq)
            case Listen(state="stop") | Abort() | Goodbye():
                self._recording = self._end_of_speech = None
            case Audio():
                self._sends_text_audio = True
        return text

    def _apply_hello(self, hello: Hello, text: str) -> str:
        """The version in hello takes precedence over the header's; upstream gets the version that it will receive."""
        version = self.protocol if hello.version is None else hello.version
        if version not in PROTOCOLS:
            return text
        self.protocol = PROTOCOLS[version]
        upstream = upstream_protocol_of(self.protocol)
        return text if upstream == hello.version else _with(text, version=upstream)

    def _upstream_frame(self, frame: bytes, protocol: Protocol) -> bytes:
        upstream = upstream_protocol_of(self.protocol)
        return frame if protocol == upstream else build(next(parse(frame, protocol)), upstream)

    def _counted(self, messages: list[str]) -> list[str]:
        self.counts.messages += len(messages)
        return messages


def _with(text: str, **fields: Any) -> str:
    """The JSON message with these fields appended: parsers take the last value of a name. The rest passes as it is.

    Encoding it anew would change it: 1e400 would become Infinity, which is no JSON.
    """
    added = json.dumps(fields, separators=(",", ":"))
    return f"{text.rstrip().removesuffix('}')},{added[1:]}"
