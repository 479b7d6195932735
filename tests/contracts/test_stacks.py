"""infra.cloudformation creates, updates and deletes stacks, and reports the reasons of a failure."""

import uuid
from typing import Any

import pytest

from infra.change_sets import Change, StackFailed, Wanted
from infra.cloudformation import apply, exists, outputs, plan, remove
from infra.local_aws import LocalAws
from stikadoo.aws.clients import client

QUEUE = {"Type": "AWS::SQS::Queue"}


@pytest.fixture
def cloudformation(aws: LocalAws) -> Any:
    return client("cloudformation")


@pytest.fixture
def name() -> str:
    """A unique name for a stack and its bucket."""
    return f"stack-{uuid.uuid4().hex}"


def wanted(chosen: dict[str, str], /, **more: Any) -> Wanted:
    """A bucket whose name is a parameter."""
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Name"}}}
    template = {
        "Parameters": {"Name": {"Type": "String"}},
        "Resources": {"Bucket": bucket, **more},
        "Outputs": {"Bucket": {"Value": {"Ref": "Bucket"}}},
    }
    return Wanted(template, chosen)


def history(cloudformation: Any, name: str) -> Any:
    """The stack's events and change sets."""
    return (
        cloudformation.describe_stack_events(StackName=name)["StackEvents"],
        cloudformation.list_change_sets(StackName=name)["Summaries"],
    )


def test_a_stack_is_created_with_what_is_chosen(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, wanted({"Name": name, "Unknown": "is another template's"}))
    assert outputs(cloudformation, name) == {"Bucket": name}


def test_a_stack_that_is_as_it_should_be_is_left_alone(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, wanted({"Name": name}))
    before = history(cloudformation, name)
    apply(cloudformation, name, wanted({"Name": name}))
    assert history(cloudformation, name) == before


def test_a_parameter_that_is_not_chosen_again_stays(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, wanted({"Name": name}))
    apply(cloudformation, name, wanted({}, Queue=QUEUE))
    resources = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    assert {resource["LogicalResourceId"] for resource in resources} == {"Bucket", "Queue"}
    assert outputs(cloudformation, name) == {"Bucket": name}


def test_a_failure_says_why_and_does_not_stand_in_the_way(cloudformation: Any, name: str) -> None:
    client("s3").create_bucket(Bucket=f"{name}-taken")
    with pytest.raises(StackFailed, match="Validation failed") as failed:
        apply(cloudformation, name, wanted({"Name": f"{name}-taken"}))
    assert failed.value.stack == name
    with pytest.raises(StackFailed, match="deploying deletes it"):
        plan(cloudformation, name, wanted({"Name": name}))
    apply(cloudformation, name, wanted({"Name": name}))
    assert outputs(cloudformation, name) == {"Bucket": name}


def test_a_failure_tells_of_the_last_operation_alone(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, wanted({"Name": name}))
    for queue in ("First", "Second"):
        broken = {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": {"FunctionName": queue, "Qualifier": "no"}}
        with pytest.raises(StackFailed) as failed:
            apply(cloudformation, name, wanted({}, **{queue: broken}))
        assert [reason.split()[0] for reason in failed.value.reasons] == [queue]


def test_a_plan_for_a_new_stack_is_all_additions_and_leaves_nothing(cloudformation: Any, name: str) -> None:
    changes = plan(cloudformation, name, wanted({"Name": name}, Queue=QUEUE))
    assert changes == [Change("Add", "Bucket", "AWS::S3::Bucket", ""), Change("Add", "Queue", "AWS::SQS::Queue", "")]
    assert not exists(cloudformation, name)
    assert name not in str(cloudformation.describe_stacks()["Stacks"])


def test_a_plan_tells_what_is_replaced_and_changes_nothing(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, wanted({"Name": name}, Queue=QUEUE, Topic={"Type": "AWS::SNS::Topic"}))
    before = history(cloudformation, name)
    changes = plan(cloudformation, name, wanted({}, Queue={**QUEUE, "Properties": {"QueueName": name}}))
    assert changes == [
        Change("Modify", "Queue", "AWS::SQS::Queue", "True"),
        Change("Remove", "Topic", "AWS::SNS::Topic", ""),
    ]
    assert history(cloudformation, name) == before


def test_a_plan_for_what_is_there_is_empty(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, wanted({"Name": name}))
    assert plan(cloudformation, name, wanted({"Name": name})) == []


def test_a_stack_is_removed_once(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, wanted({"Name": name}))
    assert remove(cloudformation, name) is True
    assert remove(cloudformation, name) is False
    assert not exists(cloudformation, name)
