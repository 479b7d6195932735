"""A wish to send, checked and encoded before anything is deployed or connected."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from device.exchange import Result
from device.opus_encoder import packets
from device.virtual_device import VirtualDevice
from infra.local_aws import ROOT
from stikadoo.plain_text import plain_text
from stikadoo.settings import RouteSettings
from stikadoo.wake_words import is_wake_word

SAMPLE = ROOT / "tests" / "speech" / "cat-rocket.wav"


@dataclass(frozen=True)
class WishInput:
    """Typed or spoken."""

    name: str
    "As the terminal shows it."
    text: str = ""
    packets: Sequence[bytes] = ()

    @classmethod
    def chosen(cls, wav: Path | None, text: str | None) -> Self:
        """The text or the recording, else the sample recording. Raises ValueError, OSError."""
        if wav is not None and text is not None:
            raise ValueError("--wav and --text exclude each other: a wish is spoken or typed")
        return cls.spoken(wav or SAMPLE) if text is None else cls.typed(text)

    @classmethod
    def typed(cls, text: str) -> Self:
        """Raises ValueError for a text that the cloud takes for no wish and leaves unanswered."""
        if not plain_text(text).strip():
            raise ValueError("--text is blank: type a wish, such as a dragon")
        if is_wake_word(text, RouteSettings.wake_words):
            raise ValueError(f"--text {text}: this is a wake word, which the cloud does not answer; type a wish")
        return cls(f"“{text}”", text=text)

    @classmethod
    def spoken(cls, recording: Path) -> Self:
        """Raises ValueError for a file without sound, OSError."""
        return cls(recording.name, packets=packets(recording))

    async def send(self, device: VirtualDevice, *, real_time: bool = True) -> Result:
        """Raises what VirtualDevice.say raises."""
        if self.text:
            return await device.wish(self.text)
        return await device.say(self.packets, real_time=real_time)
