"""One CloudFormation stack, created or brought up to date by a change set."""

import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, WaiterError

from infra.pipeline import Template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef

_CAPABILITIES: Any = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING_TO_DO = ("didn't contain changes", "No updates are to be performed")
_POLL_SECONDS = 2
_POLLS = 900


class StackFailed(RuntimeError):
    """CloudFormation gave up; says which resources failed, and why."""

    def __init__(self, stack: str, reasons: list[str]) -> None:
        super().__init__(stack, reasons)
        self.stack = stack
        self.reasons = reasons

    def __str__(self) -> str:
        return "\n  ".join([f"the stack {self.stack} failed:", *(self.reasons or ["CloudFormation gives no reason"])])


def apply(cloudformation: "CloudFormationClient", stack: str, template: Template, chosen: Mapping[str, str]) -> None:
    """Returns when the stack is as the template says; parameters that are not chosen stay as they were.

    Raises StackFailed.
    """
    existing = _parameters(cloudformation, stack)
    change_set = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=f"deploy-{uuid.uuid4().hex}",
        ChangeSetType="CREATE" if existing is None else "UPDATE",
        TemplateBody=json.dumps(template, separators=(",", ":")),
        Capabilities=_CAPABILITIES,
        Parameters=_choices(template, chosen, existing or frozenset()),
    )["Id"]
    if not _has_changes(cloudformation, stack, change_set):
        cloudformation.delete_change_set(ChangeSetName=change_set)
        return
    cloudformation.execute_change_set(ChangeSetName=change_set)
    try:
        _await(cloudformation, "stack_create_complete" if existing is None else "stack_update_complete", stack)
    except WaiterError as exc:
        raise StackFailed(stack, _reasons(cloudformation, stack)) from exc


def outputs(cloudformation: "CloudFormationClient", stack: str) -> dict[str, str]:
    """Raises ClientError if there is no such stack."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def _parameters(cloudformation: "CloudFormationClient", stack: str) -> frozenset[str] | None:
    """Names of the parameters it has; None for a stack that is not there. One that never came up is removed first."""
    try:
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as exc:
        if "does not exist" in str(exc):
            return None
        raise
    if described["StackStatus"] == "ROLLBACK_COMPLETE":
        cloudformation.delete_stack(StackName=stack)
        _await(cloudformation, "stack_delete_complete", stack)
        return None
    if described["StackStatus"] in {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"}:
        return None
    return frozenset(parameter["ParameterKey"] for parameter in described.get("Parameters", []))


def _choices(template: Template, chosen: Mapping[str, str], existing: frozenset[str]) -> "list[ParameterTypeDef]":
    choices: list[ParameterTypeDef] = []
    for name in template["Parameters"]:
        if name in chosen:
            choices.append({"ParameterKey": name, "ParameterValue": chosen[name]})
        elif name in existing:
            choices.append({"ParameterKey": name, "UsePreviousValue": True})
    return choices


def _has_changes(cloudformation: "CloudFormationClient", stack: str, change_set: str) -> bool:
    """Raises StackFailed if the template is not accepted."""
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(
            ChangeSetName=change_set, WaiterConfig={"Delay": _POLL_SECONDS, "MaxAttempts": _POLLS}
        )
    except WaiterError as exc:
        reason = cloudformation.describe_change_set(ChangeSetName=change_set).get("StatusReason", "")
        if any(words in reason for words in _NOTHING_TO_DO):
            return False
        raise StackFailed(stack, [reason]) from exc
    return True


def _await(cloudformation: "CloudFormationClient", condition: Any, stack: str) -> None:
    waiter: Any = cloudformation.get_waiter(condition)
    waiter.wait(StackName=stack, WaiterConfig={"Delay": _POLL_SECONDS, "MaxAttempts": _POLLS})


def _reasons(cloudformation: "CloudFormationClient", stack: str) -> list[str]:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in events if event.get("ResourceStatus", "").endswith("FAILED")]
    return [
        f"{event.get('LogicalResourceId')} ({event.get('ResourceType')}): {event.get('ResourceStatusReason', '')}"
        for event in reversed(failed)
        if "cancelled" not in event.get("ResourceStatusReason", "")
    ]
