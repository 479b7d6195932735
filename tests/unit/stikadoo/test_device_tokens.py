"""Keys of device tokens: their parameter's text, and its rotation."""

import time

import jwt
import pytest

from stikadoo.device_tokens import TokenKeys, TokenRefused, new_key, rotated
from stikadoo.errors import MissingSettings


def test_a_token_says_who_it_is_for_and_nothing_else() -> None:
    token = TokenKeys.parse("k1 a-secret-of-at-least-thirty-two-bytes").sign("d", "c", 1000, days=30)
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "kid": "k1", "typ": "JWT"}
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims == {"sub": "d", "cid": "c", "iat": 1000, "exp": 1000 + 30 * 86400}


def test_a_token_fits_into_the_flash_of_a_device() -> None:
    token = TokenKeys.parse(new_key()).sign("x" * 64, "y" * 64, time.time(), days=365)
    assert len(token) < 512


def test_the_newest_key_signs_and_two_verify() -> None:
    first = new_key()
    second = rotated(first)
    third = rotated(second)
    tokens = [TokenKeys.parse(text).sign("d", "c", time.time(), days=1) for text in (first, second, third)]
    keys = TokenKeys.parse(third)
    for token in tokens[1:]:
        keys.verify(token, "d", "c")
    with pytest.raises(TokenRefused, match="a key that was removed"):
        keys.verify(tokens[0], "d", "c")


@pytest.mark.parametrize("text", ["", "\n", "k1", "k1 a b"])
def test_a_parameter_without_keys_is_named(text: str) -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_TOKEN_KEYS_PARAMETER"):
        TokenKeys.parse(text)


def test_keys_are_not_shown() -> None:
    key = new_key()
    assert key.split()[1] not in repr(TokenKeys.parse(key))
    assert new_key() != key
