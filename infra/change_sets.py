"""CloudFormation change sets: create, inspect, then execute or discard."""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import WaiterError

from infra.pipeline import Template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import CreateChangeSetInputTypeDef, ParameterTypeDef

_CAPABILITIES: Any = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_NO_CHANGES = ("didn't contain changes", "No updates are to be performed")

POLLING: Any = {"Delay": 2, "MaxAttempts": 900}
"Delay in seconds: half an hour in all."


class StackFailed(RuntimeError):
    """A stack operation failed; names the failed resources and their reasons."""

    def __init__(self, stack: str, reasons: list[str]) -> None:
        super().__init__(stack, reasons)
        self.stack = stack
        self.reasons = reasons

    def __str__(self) -> str:
        return "\n  ".join([f"the stack {self.stack} failed:", *(self.reasons or ["CloudFormation gave no reason"])])


@dataclass(frozen=True)
class Wanted:
    """The desired state of a stack."""

    template: Template
    chosen: Mapping[str, str]
    "Parameters. Those not named keep their values; those that the template lacks are ignored."
    url: str | None = None
    "The uploaded template, if it is too large for a TemplateBody."
    adopts: bool = False
    "In a plan: a resource that exists under a literal name is shown as an import."


@dataclass(frozen=True)
class Change:
    """One resource's change."""

    action: str
    "Add, Modify, Remove, Import or Dynamic."
    resource: str
    "Its logical id."
    type: str
    replacement: str
    "True, False or Conditional; empty for a new resource."


@dataclass(frozen=True)
class ChangeSet:
    """A change set that CloudFormation accepted and that is not empty."""

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

    def discard(self) -> None:
        """Also deletes a stack that has only this change set: it would stay in review."""
        self.cloudformation.delete_change_set(ChangeSetName=self.arn)
        if self.is_creation:
            self.cloudformation.delete_stack(StackName=self.stack)
            self.cloudformation.get_waiter("stack_delete_complete").wait(StackName=self.stack, WaiterConfig=POLLING)


def propose(
    cloudformation: "CloudFormationClient", stack: str, wanted: Wanted, existing: Collection[str] | None
) -> ChangeSet | None:
    """`existing`: the stack's parameter names, None for a new stack. Returns None if there is nothing to change.

    Raises StackFailed if CloudFormation refuses the template.
    """
    request: CreateChangeSetInputTypeDef = {
        "StackName": stack,
        "ChangeSetName": _fresh_name(),
        "ChangeSetType": "CREATE" if existing is None else "UPDATE",
        "Capabilities": _CAPABILITIES,
        "Parameters": _choices(wanted, existing or ()),
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
    """A new stack that imports an existing bucket; an update adds the other resources.

    Raises StackFailed if the bucket belongs to another stack.
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


def _accepted(change_set: ChangeSet) -> ChangeSet | None:
    """None if there is nothing to change. Raises StackFailed."""
    reason = _refusal(change_set)
    if reason is None:
        return change_set
    change_set.discard()
    if any(text in reason for text in _NO_CHANGES):
        return None
    raise StackFailed(change_set.stack, [reason])


def body(template: Template) -> str:
    """Compact JSON: CloudFormation limits the bytes."""
    return json.dumps(template, separators=(",", ":"))


def _choices(wanted: Wanted, existing: Collection[str]) -> "list[ParameterTypeDef]":
    choices: list[ParameterTypeDef] = []
    for name in wanted.template["Parameters"]:
        if name in wanted.chosen:
            choices.append({"ParameterKey": name, "ParameterValue": wanted.chosen[name]})
        elif name in existing:
            choices.append({"ParameterKey": name, "UsePreviousValue": True})
    return choices


def _refusal(change_set: ChangeSet) -> str | None:
    """CloudFormation's reason for refusing it; None if it is accepted."""
    try:
        change_set.cloudformation.get_waiter("change_set_create_complete").wait(
            ChangeSetName=change_set.arn, WaiterConfig=POLLING
        )
    except WaiterError:
        return change_set.cloudformation.describe_change_set(ChangeSetName=change_set.arn).get("StatusReason", "")
    return None
