"""Device tokens: JWTs (RFC 7519) signed with HS256, bound to a Device-Id and a Client-Id.

The keys are one line each, "{key id} {secret}". The first signs; every one verifies, so a new key is put before the old
one and the old one removed when its tokens have expired.
"""

import secrets
from dataclasses import dataclass, field

import jwt

from stikadoo.errors import MissingSettings

DAY_SECONDS = 24 * 60 * 60
MAX_KEYS = 2

_ALGORITHM = "HS256"
_CLIENT = "cid"
"Our claim; `sub` is the Device-Id."


class TokenRefused(Exception):
    """Why a token does not admit a device. The sentence contains nothing of the token."""


class UnknownTokenKey(TokenRefused):
    """The token's key is none of these: another stage's, a removed one, or a newer one."""


def new_key() -> str:
    """A line for the parameter."""
    return f"{secrets.token_hex(4)} {secrets.token_urlsafe(32)}"


def rotated(text: str) -> str:
    """The parameter's lines with a new key before the newest old one."""
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join([new_key(), *lines][:MAX_KEYS])


@dataclass(frozen=True)
class TokenKeys:
    secrets: dict[str, str] = field(repr=False)
    "By key id, the newest first."

    @classmethod
    def parse(cls, text: str) -> "TokenKeys":
        """Raises MissingSettings if there is no key."""
        lines = [line.split() for line in text.splitlines() if line.strip()]
        if not lines or any(len(line) != 2 for line in lines):
            raise MissingSettings(("STIKADOO_TOKEN_KEYS_PARAMETER (its parameter has no keys: run `stikadoo deploy`)",))
        return cls({line[0]: line[1] for line in lines[:MAX_KEYS]})

    def sign(self, device_id: str, client_id: str, now: float, days: int) -> str:
        key_id, secret = next(iter(self.secrets.items()))
        claims = {"sub": device_id, _CLIENT: client_id, "iat": int(now), "exp": int(now) + days * DAY_SECONDS}
        return jwt.encode(claims, secret, algorithm=_ALGORITHM, headers={"kid": key_id})

    def verify(self, token: str, device_id: str, client_id: str) -> None:
        """Raises TokenRefused, UnknownTokenKey."""
        try:
            secret = self.secrets[jwt.get_unverified_header(token).get("kid", "")]
            claims = jwt.decode(token, secret, algorithms=[_ALGORITHM], options={"require": ["sub", _CLIENT, "exp"]})
        except KeyError:
            raise UnknownTokenKey("a token of another stage, or of a key that was removed") from None
        except jwt.ExpiredSignatureError:
            raise TokenRefused("an expired token") from None
        except jwt.InvalidTokenError:
            raise TokenRefused("an invalid token") from None
        if (claims["sub"], claims[_CLIENT]) != (device_id, client_id):
            raise TokenRefused("a token of another device")
