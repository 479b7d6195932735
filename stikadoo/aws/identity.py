"""Whose credentials are used, from STS."""

from typing import Any

from stikadoo.aws.clients import translated


def caller_arn(sts: Any) -> str:
    """`sts`: a client of STS. Raises ProviderThrottled, ProviderUnavailable, ProviderRefusedKey."""
    with translated("STS"):
        return str(sts.get_caller_identity()["Arn"])
