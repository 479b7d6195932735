"""Which types of messages a device was sent, and when, by the facts of its recording."""

import json
from typing import Any

from operations.inspect.sent_messages import sent
from stikadoo.execution import ListenMode
from tests.documents import DEVICE
from tests.unit.operations.inspections import STARTED, TYPED, History, seen

AUTO = TYPED | {"device": DEVICE.model_copy(update={"mode": ListenMode.AUTO}).model_dump(mode="json")}


def told(history: History, files: dict[str, Any] | None = None) -> list[tuple[float, str, str]]:
    bodies = {name: json.dumps(body).encode() for name, body in (files or {}).items()}
    return [
        ((one.at - STARTED).total_seconds(), one.by, one.what) for one in sent(seen(history, bodies, status="FAILED"))
    ]


def test_a_sticker_in_pieces_is_listed_with_their_count_and_the_device_s_report() -> None:
    history = History(TYPED).worked("Announce", announcement={"messages": 4}).worked("Deliver", delivery={"pieces": 2})
    printed = {"state": "failed", "reason": "paper", "at": "2026-11-21T11:40:09Z"}
    assert told(history, {"delivery.json": {"pieces": 2}, "printed.json": printed}) == [
        (2, "Announce", "stt, llm, tts start, tts sentence_start"),
        (3, "Deliver", "image, 2 × image_data, llm, tts sentence_start, tts stop"),
        (9, "device", "print failed: paper"),
    ]


def test_in_auto_mode_nothing_is_spoken() -> None:
    history = History(AUTO).worked("Announce", announcement={"messages": 2}).worked("Deliver", delivery={"pieces": 0})
    assert [what for _, _, what in told(history)] == ["stt, llm", "image, llm"]


def test_a_disconnected_device_got_nothing_or_not_all() -> None:
    assert told(History(TYPED).failed("Announce", "DeviceGone").failed("Deliver", "DeviceGone")) == [
        (2, "Announce", "not sent, or only in part: DeviceGone"),
        (3, "Deliver", "not sent, or only in part: DeviceGone"),
    ]


def test_an_apology_is_listed_only_if_it_reached_the_device() -> None:
    history = History(TYPED).failed("Moderate", "X").worked("Apologise", apology={})
    apology = {"outcome": "failed", "error": "X", "was_told": True}
    assert told(history, {"apology.json": apology}) == [(3, "Apologise", "alert, tts stop")]
    assert told(history, {"apology.json": apology | {"was_told": False}})[0][2].startswith("nothing")


def test_an_apology_after_the_machine_s_end_is_listed_too() -> None:
    apology = {"outcome": "failed", "error": "States.Timeout", "was_told": True}
    assert told(History(TYPED).worked("Transcode"), {"apology.json": apology}) == [(2, "Apologise", "alert, tts stop")]
