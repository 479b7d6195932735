"""All of Stikadoo on this machine: a local AWS with one stage deployed to it, while a block runs.

It enforces IAM: a permission that a policy lacks is denied here, too.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import boto3

from infra.addresses import LOOPBACK
from infra.deploy import Outputs, deploy
from infra.local_aws import LocalAws, local_aws
from infra.parallel import in_background
from infra.release import prepare


@dataclass(frozen=True)
class Stack:
    """The local AWS, the deployed stage, and the environment variables of their clients."""

    aws: LocalAws
    outputs: Outputs

    @property
    def environ(self) -> dict[str, str]:
        return self.aws.environ | self.outputs.environ


@contextmanager
def local_stack(
    *,
    stage: str = "local",
    host: str = LOOPBACK,
    on_progress: Callable[[str], None] = lambda _: None,
    chosen: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    public_host: str | None = None,
) -> Iterator[Stack]:
    """`chosen`: parameters of the templates; `secrets`: SSM parameters below /stikadoo/<stage>/; `public_host`: see
    local_aws.

    Raises what local_aws and deploy raise.
    """
    on_progress("building the zips")
    prepared = in_background(lambda: prepare(stage, "local"))
    with local_aws(host, public_host=public_host, enforces_iam=True) as aws:
        prepared()
        on_progress("deploying")
        _put_secrets(secrets or {}, stage, aws)
        outputs = deploy(stage, session(aws), chosen, endpoint=aws.endpoint)
        yield Stack(aws, outputs)


def _put_secrets(secrets: Mapping[str, str], stage: str, aws: LocalAws) -> None:
    ssm = session(aws).client("ssm", endpoint_url=aws.endpoint)
    for name, value in secrets.items():
        ssm.put_parameter(Name=f"/stikadoo/{stage}/{name}", Type="SecureString", Value=value, Overwrite=True)


def session(aws: LocalAws) -> boto3.Session:
    """As the local AWS's root, whatever credentials the environment holds."""
    return boto3.Session(
        aws_access_key_id=aws.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=aws.environ["AWS_SECRET_ACCESS_KEY"],
        region_name=aws.environ["AWS_REGION"],
    )
