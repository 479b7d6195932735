"""A sticker's URLs are as long on the local stack as on AWS, so that firmware whose buffer is too short fails here."""

import pytest

from tests.e2e.conftest import Direct

pytestmark = pytest.mark.stack

ON_AWS = 1558
"Characters, measured, with the session token of a Lambda's role; it varies with the names in it."
HELD = 2048
"What docs/protocol.md asks of a device."


async def test_a_sticker_s_urls_are_as_long_as_on_aws(direct: Direct) -> None:
    async with direct() as device:
        result = await device.wish("a cat")
    assert result.sticker
    for url in (result.sticker.image.url, result.sticker.image.preview_url):
        assert url
        assert len(url) == pytest.approx(ON_AWS, abs=40)
        assert len(url) < HELD
