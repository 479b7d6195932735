"""A change set: what a stack would become. It is proposed and looked at, then executed or taken back."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import WaiterError

from infra.pipeline import Template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import CreateChangeSetInputTypeDef, ParameterTypeDef

_CAPABILITIES: Any = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")

POLLING: Any = {"Delay": 2, "MaxAttempts": 900}
"Seconds between looks, and how many: half an hour."


class StackFailed(RuntimeError):
    """CloudFormation gave up; says which resources failed, and why."""

    def __init__(self, stack: str, reasons: list[str]) -> None:
        super().__init__(stack, reasons)
        self.stack = stack
        self.reasons = reasons

    def __str__(self) -> str:
        return "\n  ".join([f"the stack {self.stack} failed:", *(self.reasons or ["CloudFormation gives no reason"])])


@dataclass(frozen=True)
class Wanted:
    """What a stack should be."""

    template: Template
    chosen: Mapping[str, str]
    "Parameters; those that are not chosen stay as they were, those of other templates are passed over."
    url: str | None = None
    "Where CloudFormation fetches the template, if it is too large to be sent."
    adopts: bool = False
    "In a plan: what exists already under a literal name is told as an import."


@dataclass(frozen=True)
class Change:
    """What would happen to one resource."""

    action: str
    "Add, Modify, Remove, Import or Dynamic."
    resource: str
    "Its name in the template."
    type: str
    replacement: str
    "True, False or Conditional; empty where there is nothing yet to replace."


@dataclass(frozen=True)
class ChangeSet:
    """Accepted by CloudFormation and not empty."""

    cloudformation: "CloudFormationClient"
    stack: str
    arn: str
    is_creation: bool

    def changes(self) -> list[Change]:
        pages = self.cloudformation.get_paginator("describe_change_set").paginate(ChangeSetName=self.arn)
        changed = [change["ResourceChange"] for page in pages for change in page["Changes"]]
        return [
            Change(one["Action"], one["LogicalResourceId"], one["ResourceType"], one.get("Replacement", ""))
            for one in changed
        ]

    def execute(self) -> None:
        self.cloudformation.execute_change_set(ChangeSetName=self.arn)

    def take_back(self) -> None:
        """Leaves nothing: a stack that was only proposed would stay in review for ever."""
        self.cloudformation.delete_change_set(ChangeSetName=self.arn)
        if self.is_creation:
            self.cloudformation.delete_stack(StackName=self.stack)
            self.cloudformation.get_waiter("stack_delete_complete").wait(StackName=self.stack, WaiterConfig=POLLING)


def propose(
    cloudformation: "CloudFormationClient", stack: str, wanted: Wanted, existing: frozenset[str] | None
) -> ChangeSet | None:
    """`existing`: names of the stack's parameters, None for a new one. None: it is as it should be.

    Raises StackFailed if the template is not accepted.
    """
    request: CreateChangeSetInputTypeDef = {
        "StackName": stack,
        "ChangeSetName": _fresh_name(),
        "ChangeSetType": "CREATE" if existing is None else "UPDATE",
        "Capabilities": _CAPABILITIES,
        "Parameters": _choices(wanted, existing or frozenset()),
    }
    if wanted.url:
        request["TemplateURL"] = wanted.url
    else:
        request["TemplateBody"] = body(wanted.template)
    if wanted.adopts:
        request["ImportExistingResources"] = True
    arn = cloudformation.create_change_set(**request)["Id"]
    return _accepted(ChangeSet(cloudformation, stack, arn, existing is None))


def propose_import(cloudformation: "CloudFormationClient", stack: str, bucket: str, resource: str) -> ChangeSet | None:
    """A new stack that is a bucket which is there already; what else it should be comes with an update.

    Raises StackFailed if it is another stack's.
    """
    imported = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": bucket}}
    arn = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=_fresh_name(),
        ChangeSetType="IMPORT",
        ResourcesToImport=[
            {
                "ResourceType": "AWS::S3::Bucket",
                "LogicalResourceId": resource,
                "ResourceIdentifier": {"BucketName": bucket},
            }
        ],
        TemplateBody=body({"Resources": {resource: imported}}),
    )["Id"]
    return _accepted(ChangeSet(cloudformation, stack, arn, is_creation=True))


def _fresh_name() -> str:
    return f"deploy-{uuid.uuid4().hex}"


def _accepted(proposed: ChangeSet) -> ChangeSet | None:
    """None if there is nothing to change. Raises StackFailed."""
    reason = _refusal(proposed)
    if reason is None:
        return proposed
    proposed.take_back()
    if any(words in reason for words in _NOTHING_TO_DO):
        return None
    raise StackFailed(proposed.stack, [reason])


def body(template: Template) -> str:
    """As short as it gets: CloudFormation counts the bytes."""
    return json.dumps(template, separators=(",", ":"))


def _choices(wanted: Wanted, existing: frozenset[str]) -> "list[ParameterTypeDef]":
    choices: list[ParameterTypeDef] = []
    for name in wanted.template["Parameters"]:
        if name in wanted.chosen:
            choices.append({"ParameterKey": name, "ParameterValue": wanted.chosen[name]})
        elif name in existing:
            choices.append({"ParameterKey": name, "UsePreviousValue": True})
    return choices


def _refusal(proposed: ChangeSet) -> str | None:
    """Why there will be no change set; None if there is one."""
    try:
        proposed.cloudformation.get_waiter("change_set_create_complete").wait(
            ChangeSetName=proposed.arn, WaiterConfig=POLLING
        )
    except WaiterError:
        return proposed.cloudformation.describe_change_set(ChangeSetName=proposed.arn).get("StatusReason", "")
    return None
