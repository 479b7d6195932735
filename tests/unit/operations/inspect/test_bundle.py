"""The files of a bug report: a voice that plays, pictures on a sheet, and a README that explains."""

import io
import json

import av
import pytest
from PIL import Image

from operations.inspect.bundle import bundle, playable, readme
from operations.inspect.pictures import sheet
from stikadoo.audio.packets import Packet, to_bytes
from tests.speech_packets import packets_of
from tests.unit.operations.inspections import SPOKEN, TYPED, History, seen


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def seconds(ogg: bytes) -> float:
    """As FFmpeg plays it."""
    with av.open(io.BytesIO(ogg)) as opened:
        return sum(frame.samples / frame.sample_rate for frame in opened.decode(audio=0))


@pytest.mark.parametrize("lost", [0, 5])
def test_the_voice_plays_as_long_as_it_was_spoken_with_what_was_lost(lost: int) -> None:
    packets = packets_of("dragon.wav")
    timeline = [Packet(data, lost if place == 10 else 0) for place, data in enumerate(packets)]
    files = playable(seen(History(SPOKEN), {"packets.bin": to_bytes(timeline)}))
    assert seconds(files["packets.ogg"]) == pytest.approx((len(packets) + lost) * 0.06)


def test_damaged_packets_are_in_the_bundle_and_nothing_to_play_is() -> None:
    files = bundle(seen(History(SPOKEN), {"packets.bin": b"\xff" * 40}))
    assert files["packets.bin"] == b"\xff" * 40
    assert "packets.ogg" not in files
    assert "packets.bin holds no valid frames" in readme(seen(History(SPOKEN)), files, is_redacted=False)


def test_pictures_stand_side_by_side_in_their_own_dots() -> None:
    three = {"picture.png": png(300, 200), "sticker.png": png(384, 100), "preview.png": b"no picture"}
    with Image.open(io.BytesIO(sheet(seen(History(TYPED), three))["pictures.png"])) as paper:
        assert paper.size == (16 + 300 + 16 + 384 + 16, 16 + 200 + 16)
    assert sheet(seen(History(TYPED))) == {}


def test_the_history_and_both_documents_are_json() -> None:
    files = bundle(seen(History(SPOKEN).worked("Transcode", speech={"packets": 3})))
    assert "speech" not in json.loads(files["input.json"])
    assert json.loads(files["document.json"])["speech"] == {"packets": 3}
    assert [event["type"] for event in json.loads(files["history.json"])][:2] == [
        "ExecutionStarted",
        "TaskStateEntered",
    ]


def test_the_page_names_every_file_and_why_another_is_missing() -> None:
    inspection = seen(
        History(TYPED), {"preview.png": png(4, 4), "sticker.tspl": b""}, unlogged="your role may not read them"
    )
    files = bundle(inspection)
    page = readme(inspection, files, is_redacted=False)
    assert all(line.split(" ", 1)[1].strip() for line in page.splitlines() if line.split(" ")[0] in files)
    assert set(files) <= {line.split(" ")[0] for line in page.splitlines()}
    assert "speech.wav                         a typed wish: nothing was said" in page
    assert "empty: your role may not read them" in page
