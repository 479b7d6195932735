"""SSM parameters that deploying creates: the keys of the device tokens, and the URL of the stage's own API.

The keys are created once and never read here. CloudFormation can create no SecureString, and the pipeline's stack, to
which the provisioning API belongs, is created before the API that devices connect to.
"""

from collections.abc import Iterator
from typing import Any

from stikadoo.device_tokens import new_key


def create_token_keys(stage: str, ssm: Any) -> None:
    """Unless the stage has keys."""
    try:
        ssm.put_parameter(Name=token_keys_parameter(stage), Type="SecureString", Value=new_key())
    except ssm.exceptions.ParameterAlreadyExists:
        return


def put_device_url(stage: str, url: str, ssm: Any) -> None:
    ssm.put_parameter(Name=_device_url(stage), Type="String", Value=url, Overwrite=True)


def delete_parameters(stage: str, ssm: Any) -> None:
    """Devices then need a new token, which they get when they start."""
    for name in _names(stage):
        try:
            ssm.delete_parameter(Name=name)
        except ssm.exceptions.ParameterNotFound:
            continue


def _names(stage: str) -> Iterator[str]:
    yield token_keys_parameter(stage)
    yield _device_url(stage)


def token_keys_parameter(stage: str) -> str:
    return f"/stikadoo/{stage}/token-keys"


def _device_url(stage: str) -> str:
    return f"/stikadoo/{stage}/device-url"
