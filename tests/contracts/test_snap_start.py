"""SnapStart=true: versions of the workers with snapshots, which the state machine starts by their alias."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.build import PROVISIONING, WORKERS
from infra.cloudformation import outputs
from infra.deploy import deploy_pipeline, destroy
from infra.local_aws import LocalAws
from infra.local_stack import session
from infra.pipeline import pipeline_template, with_aliases
from infra.release import pipeline_stack, released
from infra.state_machine import ARTIFACT
from stikadoo.aws.clients import client
from tests.contracts.intrinsics import Region

STAGE = "snap"


@pytest.mark.parametrize("snap_start", ["true", "transcribe"])
def test_cfn_lint_finds_nothing(snap_start: str, tmp_path: Path) -> None:
    places: Any = {name: {"Bucket": "artifacts", "Key": name} for name in (*WORKERS, PROVISIONING, ARTIFACT)}
    template = tmp_path / "pipeline.json"
    template.write_text(json.dumps(with_aliases(pipeline_template(places), snap_start), indent=1))
    linted = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), "--format", "parseable", "--regions", "us-east-1", "--", template],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (linted.returncode, linted.stdout, linted.stderr) == (0, "", "")


@pytest.fixture(scope="module")
def definition(aws: LocalAws) -> Iterator[str]:
    """The state machine's, of a stage with snapshots."""
    deploy_pipeline(released(STAGE, session(aws), {"SnapStart": "true"}, endpoint=aws.endpoint))
    machines = client("stepfunctions").list_state_machines()["stateMachines"]
    (arn,) = (one["stateMachineArn"] for one in machines if one["name"] == f"stikadoo-{STAGE}-voice-to-sticker")
    yield client("stepfunctions").describe_state_machine(stateMachineArn=arn)["definition"]
    destroy(STAGE, session(aws), endpoint=aws.endpoint, with_recordings=True)


def test_the_state_machine_starts_each_worker_by_its_alias(definition: str) -> None:
    called = {
        state["Arguments"]["FunctionName"].split(":function:")[1]
        for state in json.loads(definition)["States"].values()
        if state["Type"] == "Task"
    }
    assert called == {f"stikadoo-{STAGE}-{worker}:live" for worker in WORKERS}


def test_the_alias_is_of_a_version_with_snapshots(definition: str) -> None:
    for worker in WORKERS:
        name = f"stikadoo-{STAGE}-{worker}"
        version = client("lambda").get_alias(FunctionName=name, Name="live")["FunctionVersion"]
        assert version != "$LATEST"
        assert client("lambda").get_function_configuration(FunctionName=name)["SnapStart"]["ApplyOn"] == (
            "PublishedVersions"
        )


def test_a_stage_keeps_its_snapshots_until_they_are_switched_off(definition: str, aws: LocalAws) -> None:
    def aliases(**chosen: str) -> int:
        release = released(STAGE, session(aws), chosen, endpoint=aws.endpoint)
        functions = [one for one in release.pipeline.template["Resources"].values() if "Function" in one["Type"]]
        return sum("AutoPublishAlias" in one["Properties"] for one in functions)

    assert aliases() == len(WORKERS) + len({"apologise-late", "provisioning"})
    assert aliases(SnapStart="false") == 0


def test_the_provisioning_api_is_called_by_its_alias(definition: str, aws: LocalAws) -> None:
    url = outputs(client("cloudformation"), pipeline_stack(STAGE))["OtaUrl"]
    with urllib.request.urlopen(urllib.request.Request(f"{url}/activate", method="POST")) as response:
        assert response.status == 202
    template = with_aliases(pipeline_template(), "true")["Resources"]
    alias = {"Ref": "ProvisioningFunction.Alias"}
    assert template["ProvisioningIntegration"]["Properties"]["IntegrationUri"] == alias
    assert template["ProvisioningPermission"]["Properties"]["FunctionName"] == alias


def test_transcribe_alone_may_have_them(definition: str, aws: LocalAws) -> None:
    release = released(STAGE, session(aws), {"SnapStart": "transcribe"}, endpoint=aws.endpoint)
    resources = release.pipeline.template["Resources"]
    assert [name for name, one in resources.items() if "AutoPublishAlias" in one["Properties"]] == [
        "TranscribeFunction"
    ]
    machine = resources["VoiceToSticker"]["Properties"]["DefinitionSubstitutions"]
    assert machine["TranscribeFunction"] == {"Ref": "TranscribeFunction.Alias"}
    assert machine["ImagineFunction"] == {"Fn::GetAtt": ["ImagineFunction", "Arn"]}


def applied(snap_start: str) -> dict[str, str]:
    """The functions' own, where it differs from that of all."""
    region = Region("us-east-1", pipeline_template(), {"Stage": "dev", "SnapStart": snap_start})
    functions = {name: one for name, one in region.rendered()["Resources"].items() if "Function" in one["Type"]}
    own = {
        name: one["Properties"]["SnapStart"]["ApplyOn"]
        for name, one in functions.items()
        if "SnapStart" in one["Properties"]
    }
    return {"all": region.rendered()["Globals"]["Function"]["SnapStart"]["ApplyOn"], **own}


def test_a_snapshot_is_taken_of_what_has_an_alias() -> None:
    assert applied("false") == {"all": "None", "TranscribeFunction": "None"}
    assert applied("transcribe") == {"all": "None", "TranscribeFunction": "PublishedVersions"}
    assert applied("true") == {"all": "PublishedVersions", "TranscribeFunction": "PublishedVersions"}


def test_china_has_none(aws: LocalAws) -> None:
    china = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="cn-northwest-1")
    with pytest.raises(ValueError, match="no SnapStart"):
        released("china", china, {"SnapStart": "true"}, endpoint=aws.endpoint)
