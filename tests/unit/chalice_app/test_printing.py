"""A device reports the result of printing, for its own stickers only."""

from chalice_app.routes.printed import Printed
from stikadoo.execution import Sticker
from stikadoo.messages import Alert
from tests.unit.chalice_app.conftest import Api

DONE = {"type": "print", "session_id": "", "sticker_id": "r1", "state": "done"}


def with_sticker(api: Api, device_id: str) -> None:
    sticker = Sticker(
        key="k", preview_key="p", width=384, height=8, bytes=1, sha256="0", style="line", device_id=device_id
    )
    api.bucket.put_facts("recordings/r1/sticker.json", sticker)


def test_the_report_is_stored_beside_the_sticker(ready: Api) -> None:
    with_sticker(ready, ready.session.device_id)
    assert ready.say(DONE | {"state": "failed", "reason": "out of paper"}) == []
    printed = ready.bucket.read_facts("recordings/r1/printed.json", Printed)
    assert (printed.state, printed.reason) == ("failed", "out of paper")


def test_another_device_s_sticker_is_refused(ready: Api) -> None:
    with_sticker(ready, "somebody else")
    (alert,) = ready.say(DONE)
    assert isinstance(alert, Alert)
    assert "no such sticker" in alert.message
    assert ready.bucket.find("recordings/r1/printed.json") is None
