"""Redeploys, updates, breaks and destroys a stage on the local AWS.

Not covered: real CloudFormation refuses an unknown property before it changes anything, the local one ignores it. A
real rollback takes minutes, while both versions may answer; a local one is immediate. That an earlier stage's bucket
can be imported while the template has a transform is documented by AWS, not tested here.
"""

import asyncio
import json
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import boto3
import pytest
from websockets.asyncio.client import connect

from infra.artifacts import LARGEST_BODY, artifacts_bucket, template_url, upload
from infra.buckets import bucket_of
from infra.build import build
from infra.change_sets import StackFailed, Wanted
from infra.cloudformation import apply, exists, outputs, parameters
from infra.deploy import Outputs, deploy, destroy, planned
from infra.local_aws import LocalAws
from infra.local_stack import session
from infra.recordings import recordings_bucket
from infra.release import Release, pipeline_stack, released, routes_stack
from stikadoo.aws.clients import client
from stikadoo.whisper_models import known_folder

STAGE = "twin"

BROKEN = {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": {"FunctionName": "nobody", "Qualifier": "$LATEST"}}
"A resource that CloudFormation accepts, here and on AWS, and cannot create."


@pytest.fixture(scope="module")
def twin(aws: LocalAws) -> Iterator[Outputs]:
    """A second stage, which only these tests use."""
    yield deploy(STAGE, session(aws), endpoint=aws.endpoint)
    destroy(STAGE, session(aws), endpoint=aws.endpoint, with_recordings=True)


def release_of(stage: str, aws: LocalAws) -> Release:
    return released(stage, session(aws), {}, endpoint=aws.endpoint, architecture="x86_64")


def functions() -> dict[str, tuple[str, str]]:
    """The twin's functions: name → last modified, code hash."""
    pages = client("lambda").get_paginator("list_functions").paginate()
    return {
        function["FunctionName"]: (function["LastModified"], function["CodeSha256"])
        for page in pages
        for function in page["Functions"]
        if function["FunctionName"].startswith(f"stikadoo-{STAGE}-")
    }


def events() -> list[Any]:
    return [
        client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
        for stack in (pipeline_stack(STAGE), routes_stack(STAGE))
    ]


def test_a_second_deployment_without_a_change_changes_nothing(twin: Outputs, aws: LocalAws) -> None:
    before = functions(), events()
    assert planned(release_of(STAGE, aws)) == {pipeline_stack(STAGE): [], routes_stack(STAGE): []}
    assert deploy(STAGE, session(aws), endpoint=aws.endpoint) == twin
    assert (functions(), events()) == before
    assert len(before[0]) > 15


def architectures() -> set[str]:
    """Of all functions of the twin."""
    pages = client("lambda").get_paginator("list_functions").paginate()
    found = [one for page in pages for one in page["Functions"] if one["FunctionName"].startswith(f"stikadoo-{STAGE}-")]
    return {name for function in found for name in function["Architectures"]}


def whisper() -> tuple[str, str]:
    """The twin's model, and where its worker finds it."""
    existing = parameters(client("cloudformation"), pipeline_stack(STAGE)) or {}
    name = f"stikadoo-{STAGE}-transcribe"
    environ = client("lambda").get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    assert environ["STIKADOO_WHISPER_WEIGHTS"] == existing["WhisperWeights"]
    return existing["WhisperModel"], existing["WhisperWeights"]


def own_model(folder: Path) -> Path:
    """A folder that no other test deploys."""
    shutil.copytree(known_folder("tiny.en") or "", folder, dirs_exist_ok=True)
    (folder / "preprocessor_config.json").write_text(json.dumps({"of": str(uuid.uuid4())}))
    return folder


def test_what_was_chosen_stays_until_it_is_chosen_again(twin: Outputs, aws: LocalAws, tmp_path: Path) -> None:
    own = str(own_model(tmp_path))
    assert architectures() == {"x86_64"}
    model, weights = whisper()
    deploy(STAGE, session(aws), {"WhisperModel": own}, endpoint=aws.endpoint, architecture="arm64")
    chosen = whisper()
    (tmp_path / "model.bin").unlink()  # as on another machine
    deploy(STAGE, session(aws), endpoint=aws.endpoint)
    assert (architectures(), whisper()) == ({"arm64"}, chosen)
    assert chosen[0] == own
    assert chosen[1] != weights
    deploy(STAGE, session(aws), {"Architecture": "x86_64", "WhisperModel": model}, endpoint=aws.endpoint)
    assert (architectures(), *whisper()) == ({"x86_64"}, model, weights)


def test_a_stage_without_whisper_has_no_weights(twin: Outputs, aws: LocalAws) -> None:
    release = released(STAGE, session(aws), {"Transcriber": "transcribe-batch"}, endpoint=aws.endpoint)
    assert (release.weights, release.pipeline.chosen["WhisperWeights"]) == (None, "")


def test_a_plan_uploads_no_weights(aws: LocalAws, tmp_path: Path) -> None:
    release = released("phoenix", session(aws), {"WhisperModel": str(own_model(tmp_path))}, endpoint=aws.endpoint)
    planned(release)
    bucket, _, folder = release.pipeline.chosen["WhisperWeights"].partition("/")
    assert client("s3").list_objects_v2(Bucket=bucket, Prefix=folder)["KeyCount"] == 0


def test_a_deployment_that_could_not_hear_changes_nothing(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match=r"WhisperModel=smal: unknown; known are: tiny\.en, base, a folder, "):
        deploy("phoenix", session(aws), {"WhisperModel": "smal"}, endpoint=aws.endpoint)
    assert not exists(client("cloudformation"), pipeline_stack("phoenix"))


def test_an_artifacts_bucket_of_another_region_is_refused(aws: LocalAws) -> None:
    elsewhere = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-1")
    bucket = bucket_of("artifacts", elsewhere, aws.endpoint)
    client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    with pytest.raises(ValueError, match=f"{bucket} is in eu-north-1"):
        artifacts_bucket(elsewhere, aws.endpoint)


def test_two_architectures_are_refused(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match="two architectures: --arch arm64 and --set Architecture=x86_64"):
        released(STAGE, session(aws), {"Architecture": "x86_64"}, endpoint=aws.endpoint, architecture="arm64")
    with pytest.raises(ValueError, match="Architecture=mips: there are x86_64, arm64"):
        released(STAGE, session(aws), {"Architecture": "mips"}, endpoint=aws.endpoint)


def test_every_target_of_a_rule_retries_and_has_the_dead_letter_queue(twin: Outputs) -> None:
    url = client("sqs").get_queue_url(QueueName=f"stikadoo-{STAGE}-undelivered-events")["QueueUrl"]
    queue = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn", "Policy"])["Attributes"]
    machine = twin.state_machine_arn
    rules = [rule for rule in client("events").list_rules()["Rules"] if machine in rule["EventPattern"]]
    targets = [one for rule in rules for one in client("events").list_targets_by_rule(Rule=rule["Name"])["Targets"]]
    assert len(targets) == 2
    assert [target["DeadLetterConfig"]["Arn"] for target in targets] == [queue["QueueArn"]] * 2
    assert all(target["RetryPolicy"]["MaximumRetryAttempts"] == 185 for target in targets)
    (statement,) = json.loads(queue["Policy"])["Statement"]
    pattern = statement["Condition"]["ArnLike"]["aws:SourceArn"]
    assert [rule["Name"] for rule in rules if not fnmatch(rule["Arn"], pattern)] == []


@pytest.fixture
def changed(twin: Outputs, aws: LocalAws, tmp_path: Path) -> Iterator[Wanted]:
    """The pipeline with one more file in moderate's zip; restored afterwards."""
    path = tmp_path / f"moderate-{uuid.uuid4().hex}.zip"
    shutil.copyfile(build("local")["moderate"], path)
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr("functions/moderate/note.txt", "a new version")
    wanted = release_of(STAGE, aws).pipeline
    wanted.template["Resources"]["ModerateFunction"]["Properties"]["CodeUri"] = upload(
        [path], session(aws), aws.endpoint
    )["moderate"]
    yield wanted
    deploy(STAGE, session(aws), endpoint=aws.endpoint)


def test_new_code_of_one_worker_updates_that_worker_alone(changed: Wanted) -> None:
    before = functions()
    apply(client("cloudformation"), pipeline_stack(STAGE), changed)
    assert {name for name, state in functions().items() if state != before[name]} == {f"stikadoo-{STAGE}-moderate"}


def test_after_a_broken_update_the_old_version_serves(changed: Wanted, aws: LocalAws) -> None:
    before = {name: code for name, (_, code) in functions().items()}
    resources = {**changed.template["Resources"], "Broken": {**BROKEN, "DependsOn": "ModerateFunction"}}
    broken = replace(changed, template={**changed.template, "Resources": resources})
    with pytest.raises(StackFailed, match=r"Broken \(AWS::Lambda::EventInvokeConfig\)"):
        apply(client("cloudformation"), pipeline_stack(STAGE), broken)
    assert {name: code for name, (_, code) in functions().items()} == before
    status = client("cloudformation").describe_stacks(StackName=pipeline_stack(STAGE))["Stacks"][0]["StackStatus"]
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    # The routes' client gives up after 10 s, which a cold start on a busy machine exceeds; this one waits 60 s.
    patient = session(aws).client("lambda", endpoint_url=aws.endpoint)
    response = patient.invoke(FunctionName=f"stikadoo-{STAGE}-moderate", Payload=b"{}")
    error = json.load(response["Payload"])
    assert error["errorType"] == "ValidationError", f"the worker's own error: it runs, and reads the event; not {error}"


async def test_a_route_that_changes_twice_is_served_as_it_is_each_time(twin: Outputs, aws: LocalAws) -> None:
    """AutoDeploy: chalice's static Deployment would still serve the first version."""
    wanted = release_of(STAGE, aws).routes_with(outputs(client("cloudformation"), pipeline_stack(STAGE)))
    routes = {
        one["Properties"]["RouteKey"]: one["Properties"]
        for one in wanted.template["Resources"].values()
        if one["Type"] == "AWS::ApiGatewayV2::Route"
    }
    right = routes["hello"]["Target"]
    answers = []
    for target in (routes["mcp"]["Target"], right):
        routes["hello"]["Target"] = target
        await asyncio.to_thread(apply, client("cloudformation"), routes_stack(STAGE), replace(wanted, url=None))
        async with connect(twin.device_url) as device, asyncio.timeout(20):
            await device.send('{"type": "hello", "version": 3, "transport": "websocket"}')
            answers.append(json.loads(await device.recv())["type"])
    assert answers == ["alert", "hello"]


def test_a_plan_for_a_new_stage_leaves_nothing_and_knows_what_it_cannot_know(aws: LocalAws) -> None:
    changes = planned(release_of("phoenix", aws))
    assert changes[routes_stack("phoenix")] is None
    assert {change.action for change in changes[pipeline_stack("phoenix")] or []} == {"Add"}
    assert not exists(client("cloudformation"), pipeline_stack("phoenix"))


def test_a_parameter_that_no_template_has_is_refused(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match=r"unknown parameter: Stickerdays; known are: .*StickerDays"):
        deploy("local", session(aws), {"Stickerdays": "a typing error"}, endpoint=aws.endpoint)


def test_a_parameter_that_deploy_sets_is_refused(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match=r"WhisperWeights=a/b: stikadoo deploy sets it; choose WhisperModel"):
        deploy("local", session(aws), {"WhisperWeights": "a/b"}, endpoint=aws.endpoint)


def test_a_stage_s_name_is_refused_before_anything_is_built(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match="not a stage's name: 'My-Stage' "):
        release_of("My-Stage", aws)


def test_open_mode_is_refused_beside_shared_tokens(aws: LocalAws) -> None:
    """Before anything is built."""
    both = {"OpenMode": "true", "TokensParameter": "/stikadoo/both/tokens"}
    with pytest.raises(ValueError, match="OpenMode=true and TokensParameter=/stikadoo/both/tokens exclude each other"):
        deploy("both", session(aws), both, endpoint=aws.endpoint)


def test_a_destroyed_stage_keeps_its_recordings_and_takes_them_back(aws: LocalAws) -> None:
    stage, own = "phoenix", session(aws)
    bucket = deploy(stage, own, endpoint=aws.endpoint).bucket
    assert bucket == recordings_bucket(stage, own, aws.endpoint)
    client("s3").put_object(Bucket=bucket, Key="recordings/one/sticker.png", Body=b"dots")
    assert destroy(stage, own, endpoint=aws.endpoint) == bucket
    assert not exists(client("cloudformation"), pipeline_stack(stage))

    proposed = planned(release_of(stage, aws))[pipeline_stack(stage)] or []
    assert [change.resource for change in proposed if change.action == "Import"] == ["Recordings"]
    deploy(stage, own, endpoint=aws.endpoint)
    assert client("s3").get_object(Bucket=bucket, Key="recordings/one/sticker.png")["Body"].read() == b"dots"
    assert planned(release_of(stage, aws)) == {pipeline_stack(stage): [], routes_stack(stage): []}

    assert destroy(stage, own, endpoint=aws.endpoint, with_recordings=True) is None
    assert destroy(stage, own, endpoint=aws.endpoint, with_recordings=True) is None
    assert bucket not in str(client("s3").list_buckets()["Buckets"])


def test_a_protected_stage_is_not_half_destroyed(twin: Outputs, aws: LocalAws) -> None:
    client("dynamodb").update_table(TableName=twin.table, DeletionProtectionEnabled=True)
    with pytest.raises(ValueError, match=f"{twin.table} is protected: deploy with --set DeletionProtection=never"):
        destroy(STAGE, session(aws), endpoint=aws.endpoint)
    assert exists(client("cloudformation"), routes_stack(STAGE))
    client("dynamodb").update_table(TableName=twin.table, DeletionProtectionEnabled=False)


def test_a_template_too_large_to_be_sent_is_fetched(aws: LocalAws) -> None:
    name = f"large-{uuid.uuid4().hex}"
    queue = {"Type": "AWS::SQS::Queue", "Metadata": {"Why": "x" * LARGEST_BODY}}
    small, large = (
        {"Parameters": {}, "Resources": {"Queue": resource}} for resource in ({**queue, "Metadata": {}}, queue)
    )
    assert template_url(small, session(aws), aws.endpoint) is None
    apply(client("cloudformation"), name, Wanted(large, {}, template_url(large, session(aws), aws.endpoint)))
    assert exists(client("cloudformation"), name)
