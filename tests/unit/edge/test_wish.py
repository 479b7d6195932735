"""A wish's progress, from the messages of both sides."""

import pytest

from edge.wish import Progress, after_cloud, after_device
from stikadoo.messages import from_cloud, from_device

START = '{"type":"listen","state":"start"}'
STOP = '{"type":"listen","state":"stop"}'
STT = '{"type":"stt","session_id":"","text":"a cat"}'
THINKING = '{"type":"llm","session_id":"","emotion":"thinking"}'
TTS_START = '{"type":"tts","session_id":"","state":"start"}'
TTS_STOP = '{"type":"tts","session_id":"","state":"stop"}'
APOLOGY = '{"type":"alert","session_id":"","status":"Hm?","message":"m","emotion":"sad"}'
REFUSAL = '{"type":"alert","session_id":"","status":"error","message":"m","emotion":"confused"}'
IMAGE = (
    '{"type":"image","session_id":"","sticker_id":"r","width":8,"height":8,"bytes":1,"sha256":"' + "0" * 64 + '",'
    '"url":"u","preview_url":"p"}'
)


def progress(*texts: str) -> Progress:
    """After the device's and the cloud's messages, in this order."""
    now = Progress.NONE
    for text in texts:
        is_device = text.startswith(('{"type":"listen"', '{"type":"abort"', '{"type":"goodbye"'))
        now = after_device(now, from_device(text)) if is_device else after_cloud(now, from_cloud(text))
    return now


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([START], Progress.RECORDED),
        ([START, STOP], Progress.AWAITED),
        ([START, STOP, STT, THINKING, TTS_START], Progress.AWAITED),
        ([START, STOP, STT, IMAGE], Progress.DELIVERED),
        ([START, STOP, STT, IMAGE, THINKING, TTS_STOP], Progress.NONE),
        ([START, STOP, APOLOGY], Progress.NONE),
        ([START, STOP, REFUSAL], Progress.AWAITED),
        ([STOP], Progress.NONE),
        ([START, '{"type":"abort"}'], Progress.NONE),
        ([START, STOP, '{"type":"abort"}'], Progress.AWAITED),
        ([START, STOP, '{"type":"goodbye"}'], Progress.NONE),
        ([START, STOP, START, APOLOGY, TTS_STOP], Progress.RECORDED),
        (['{"type":"listen","state":"detect","text":"hi esp"}'], Progress.NONE),
        (['{"type":"listen","state":"detect","text":"a cat"}', STT], Progress.AWAITED),
    ],
)
def test_a_wish_s_progress_follows_from_the_messages(texts: list[str], expected: Progress) -> None:
    assert progress(*texts) is expected
