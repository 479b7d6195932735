"""A stack is created, left alone or updated by the same call, and a failure says why."""

import uuid
from typing import Any

import pytest

from infra.deploy import deploy
from infra.local_aws import LocalAws
from infra.pipeline import Template
from infra.stack import session
from infra.stacks import StackFailed, apply, outputs
from stikadoo.aws.clients import client


@pytest.fixture
def cloudformation(aws: LocalAws) -> Any:
    return client("cloudformation")


@pytest.fixture
def name() -> str:
    """Of a stack and its bucket, one's own."""
    return f"stack-{uuid.uuid4().hex}"


def template(**more: Any) -> Template:
    """A bucket whose name is a parameter."""
    return {
        "Parameters": {"Name": {"Type": "String"}},
        "Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Name"}}}, **more},
        "Outputs": {"Bucket": {"Value": {"Ref": "Bucket"}}},
    }


def test_a_stack_is_created_with_what_is_chosen(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, template(), {"Name": name, "Unknown": "is another template's"})
    assert outputs(cloudformation, name) == {"Bucket": name}


def test_a_stack_that_is_as_it_should_be_is_left_alone(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, template(), {"Name": name})
    before = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    apply(cloudformation, name, template(), {"Name": name})
    assert cloudformation.describe_stack_events(StackName=name)["StackEvents"] == before


def test_a_parameter_that_is_not_chosen_again_stays(cloudformation: Any, name: str) -> None:
    apply(cloudformation, name, template(), {"Name": name})
    apply(cloudformation, name, template(Queue={"Type": "AWS::SQS::Queue"}), {})
    resources = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    assert {resource["LogicalResourceId"] for resource in resources} == {"Bucket", "Queue"}
    assert outputs(cloudformation, name) == {"Bucket": name}


def test_a_failure_says_why_and_does_not_stand_in_the_way(cloudformation: Any, name: str) -> None:
    client("s3").create_bucket(Bucket=f"{name}-taken")
    with pytest.raises(StackFailed, match="Validation failed") as failed:
        apply(cloudformation, name, template(), {"Name": f"{name}-taken"})
    assert failed.value.stack == name
    apply(cloudformation, name, template(), {"Name": name})
    assert outputs(cloudformation, name) == {"Bucket": name}


def test_a_parameter_that_no_template_has_is_refused(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match=r"no parameter is called Tokes; there are: .*Tokens"):
        deploy("local", session(aws), {"Tokes": "a typing error"}, endpoint=aws.endpoint)
