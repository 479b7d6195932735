"""Rotation of the keys that sign device tokens: a new key signs, the previous one verifies until the next rotation.

A device gets a token of the new key when it starts. So rotate again only after `TokenDays`, or to end all older tokens.
"""

from infra.provisioning_parameters import token_keys_parameter
from operations.stage import Stage
from stikadoo.device_tokens import TokenKeys, rotated


def rotate_token_keys(stage: Stage) -> int:
    """The number of keys that verify now. Raises ClientError."""
    name = token_keys_parameter(stage.name)
    ssm = stage.ssm
    before = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    after = rotated(before)
    ssm.put_parameter(Name=name, Type="SecureString", Value=after, Overwrite=True)
    return len(TokenKeys.parse(after).secrets)
