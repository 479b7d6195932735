"""Render reads the picture that its document names and stores the sticker in four forms, and sticker.json."""

import zlib
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pydantic import ValidationError

from functions.render.handler import handler
from functions.render.step import DrawnDocument, Rendered, render, rendition
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import PictureRefused, PictureUnusable
from stikadoo.execution import Device, Picture, Printer, Sticker
from stikadoo.keys import RecordingFolder
from stikadoo.printers import MODELS
from stikadoo.settings import clear_settings
from stikadoo.worker_settings import RenderSettings

OPTIONS = RenderSettings(bucket="")
"The defaults."

sides = st.integers(1, 700)


def drawn(width: int, height: int, margin: int = 0) -> bytes:
    """A box with an ellipse in it, as an illustrator's PNG."""
    picture = Image.new("RGB", (width, height), "white")
    pen, box = ImageDraw.Draw(picture), (margin, margin, width - 1 - margin, height - 1 - margin)
    pen.rectangle(box, outline="black", width=3)
    pen.ellipse(box, outline="black", width=3)
    return encoded(picture)


def encoded(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def document(printer: Printer | None = None, encodings: tuple[str, ...] = ()) -> DrawnDocument:
    device = Device(
        device_id="b4:3a:45:9b:94:74",
        session_id="session",
        connection_id="connection",
        endpoint="https://example.test",
        printer=printer or Printer(),
        image_encodings=encodings,
    )
    picture = Picture(status="ready", engine="painter", key="recordings/r1/picture.png")
    return DrawnDocument.model_validate(
        {"recording_id": "r1", "device": device.model_dump(), "picture": picture.model_dump()}
    )


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def test_a_sticker_is_stored_in_four_forms(bucket: Bucket) -> None:
    bucket.put("recordings/r1/picture.png", drawn(600, 300, margin=40))
    sticker = render(document(), bucket, OPTIONS)
    assert sorted(bucket.keys("recordings/r1/")) == [
        "recordings/r1/picture.png",
        "recordings/r1/preview.png",
        "recordings/r1/sticker.bin",
        "recordings/r1/sticker.escpos",
        "recordings/r1/sticker.json",
        "recordings/r1/sticker.png",
    ]
    png = opened(bucket.read("recordings/r1/sticker.png"))
    rows = bucket.read("recordings/r1/sticker.bin")
    assert (png.mode, png.size) == ("1", (384, round(220 / 520 * 384)))
    assert rows == bytes(255 - byte for byte in png.tobytes())
    assert rows in bucket.read("recordings/r1/sticker.escpos")
    preview = opened(bucket.read("recordings/r1/preview.png"))
    assert (preview.format, preview.mode, preview.size) == ("PNG", "RGB", (480, 480))
    assert (sticker.width, sticker.height, sticker.style) == (*png.size, "line")


def test_sticker_json_describes_the_sticker(bucket: Bucket) -> None:
    bucket.put("recordings/r1/picture.png", drawn(64, 64))
    sticker = render(document(), bucket, OPTIONS)
    commands = bucket.read(sticker.key)
    assert (sticker.key, sticker.preview_key) == ("recordings/r1/sticker.escpos", "recordings/r1/preview.png")
    assert (sticker.bytes, sticker.sha256) == (len(commands), sha256(commands).hexdigest())
    assert sticker.device_id == "b4:3a:45:9b:94:74"
    assert bucket.read_facts("recordings/r1/sticker.json", Sticker) == sticker


@pytest.mark.parametrize("model", MODELS)
def test_the_commands_are_stored_under_the_name_of_their_language(bucket: Bucket, model: str) -> None:
    bucket.put("recordings/r1/picture.png", drawn(300, 200))
    sticker = render(document(Printer(model=model)), bucket, OPTIONS)
    commands = bucket.read(sticker.key)
    assert sticker.key == RecordingFolder("r1").sticker_in(Printer(model=model).language)
    assert (sticker.format, sticker.width) == (Printer(model=model).language, Printer(model=model).width_dots)
    assert (sticker.bytes, sticker.sha256) == (len(commands), sha256(commands).hexdigest())
    assert sticker.encoded is None
    assert sticker.print_seconds
    assert opened(bucket.read("recordings/r1/sticker.png")).size == (sticker.width, sticker.height)


def test_the_encoded_sticker_is_stored_too(bucket: Bucket) -> None:
    bucket.put("recordings/r1/picture.png", drawn(300, 200))
    sticker = render(document(encodings=("zlib", "rle")), bucket, OPTIONS)
    assert sticker.encoded
    body = bucket.read(sticker.encoded.key)
    assert sticker.encoded.key == "recordings/r1/sticker.escpos.zlib"
    assert (sticker.encoded.bytes, sticker.encoded.sha256) == (len(body), sha256(body).hexdigest())
    assert zlib.decompress(body) == bucket.read(sticker.key)


def test_the_printing_time_is_of_the_commands_not_of_the_encoded_sticker(bucket: Bucket) -> None:
    bucket.put("recordings/r1/picture.png", drawn(300, 200))
    sticker = render(document(encodings=("zlib",)), bucket, OPTIONS)
    assert sticker.print_seconds == round(sticker.bytes * 10 / 9600, 1)


def test_rendering_twice_gives_the_same_bytes(bucket: Bucket) -> None:
    bucket.put("recordings/r1/picture.png", drawn(300, 200))
    assert render(document(), bucket, OPTIONS) == render(document(), bucket, OPTIONS)


@pytest.mark.parametrize(
    ("picture", "error"),
    [(b"no picture", PictureUnusable), (encoded(Image.new("L", (64, 64), 255)), PictureRefused)],
)
def test_nothing_is_stored_for_an_unreadable_or_blank_picture(
    bucket: Bucket, picture: bytes, error: type[Exception]
) -> None:
    bucket.put("recordings/r1/picture.png", picture)
    with pytest.raises(error, match="painter"):
        render(document(), bucket, OPTIONS)
    assert list(bucket.keys("recordings/r1/")) == ["recordings/r1/picture.png"]


def test_an_unfinished_picture_is_not_accepted() -> None:
    working = {"status": "working", "engine": "painter", "job": "7"}
    with pytest.raises(ValidationError, match="key"):
        DrawnDocument.model_validate(document().model_dump() | {"picture": working})


def test_the_handler_returns_the_sticker(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STIKADOO_BUCKET", bucket.name)
    clear_settings()
    try:
        bucket.put("recordings/r1/picture.png", drawn(64, 64))
        added = handler(document().model_dump(mode="json"), None)
    finally:
        clear_settings()
    assert Sticker.model_validate(added) == bucket.read_facts("recordings/r1/sticker.json", Sticker)


@effort(max_examples=60)
@given(sides, sides, st.sampled_from([64, 128, 384]), st.sampled_from([64, 200, 960]))
def test_any_picture_has_the_printer_s_width_and_at_most_its_length(
    width: int, height: int, width_dots: int, max_length_dots: int
) -> None:
    printer = Printer(width_dots=width_dots, max_length_dots=max_length_dots)
    sticker = rendition(drawn(width, height), printer, "test", OPTIONS)
    assert sticker.width == width_dots
    assert 1 <= sticker.height <= max_length_dots
    assert len(sticker.rows) == width_dots // 8 * sticker.height
    assert opened(sticker.png).size == (sticker.width, sticker.height)
    assert any(sticker.rows)


def test_a_tall_picture_is_centred_within_the_width() -> None:
    left, _, right, _ = _inked(rendition(drawn(100, 400), Printer(max_length_dots=400), "test", OPTIONS))
    assert (left, right) == (142, 242)


def test_a_mirrored_sticker_for_black_paper_is_previewed_as_drawn() -> None:
    free = replace(OPTIONS, max_black_percent=100)
    plain = rendition(drawn(300, 200), Printer(), "test", free)
    film = rendition(drawn(300, 200), Printer(mirrored=True, inverted=True), "test", free)
    assert film.preview == plain.preview
    assert film.rows != plain.rows


def _inked(sticker: Rendered) -> tuple[int, int, int, int]:
    white = Image.new("1", (sticker.width, sticker.height), 255)
    white.paste(0, mask=opened(sticker.png))
    box = white.getbbox()
    assert box is not None
    return box
