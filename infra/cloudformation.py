"""CloudFormation stacks: create or update by change set, import, delete, outputs."""

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, WaiterError

from infra.change_sets import POLLING, Change, StackFailed, Wanted, propose, propose_import

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackEventTypeDef

_EMPTY = {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"}
"Statuses of a stack without resources."
_FAILED_CREATION = "ROLLBACK_COMPLETE"
"Status after a failed creation; such a stack can only be deleted."
_BEGINS = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"}


def apply(cloudformation: "CloudFormationClient", stack: str, wanted: Wanted) -> None:
    """Waits until the stack is as wanted. Raises StackFailed."""
    existing = parameters(cloudformation, _without_failed_creation(cloudformation, stack))
    change_set = propose(cloudformation, stack, wanted, existing)
    if change_set is None:
        return
    change_set.execute()
    _await(cloudformation, "stack_create_complete" if existing is None else "stack_update_complete", stack)


def plan(cloudformation: "CloudFormationClient", stack: str, wanted: Wanted) -> list[Change]:
    """The changes that `apply` would make. Raises StackFailed."""
    if _status(cloudformation, stack) == _FAILED_CREATION:
        raise StackFailed(stack, ["its creation was rolled back; deploying deletes it and creates it again"])
    change_set = propose(cloudformation, stack, wanted, parameters(cloudformation, stack))
    if change_set is None:
        return []
    try:
        return change_set.changes()
    finally:
        change_set.discard()


def adopt(cloudformation: "CloudFormationClient", stack: str, bucket: str, resource: str) -> None:
    """Imports an existing bucket as a new stack's only resource. Raises StackFailed."""
    change_set = propose_import(cloudformation, _without_failed_creation(cloudformation, stack), bucket, resource)
    if change_set is not None:
        change_set.execute()
        _await(cloudformation, "stack_import_complete", stack)


def remove(cloudformation: "CloudFormationClient", stack: str) -> bool:
    """Waits until the stack is deleted; False if there was none. Raises StackFailed."""
    if not is_there(cloudformation, stack):
        return False
    cloudformation.delete_stack(StackName=stack)
    _await(cloudformation, "stack_delete_complete", stack)
    return True


def is_there(cloudformation: "CloudFormationClient", stack: str) -> bool:
    """True for a failed creation, too."""
    return bool(_status(cloudformation, stack))


def exists(cloudformation: "CloudFormationClient", stack: str) -> bool:
    """False for a failed creation."""
    return parameters(cloudformation, stack) is not None


def outputs(cloudformation: "CloudFormationClient", stack: str) -> dict[str, str]:
    """Raises ClientError if there is no such stack."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}


def parameters(cloudformation: "CloudFormationClient", stack: str) -> dict[str, str] | None:
    """The stack's parameters by name; None if there is no stack, or its creation failed."""
    if _status(cloudformation, stack) in {"", _FAILED_CREATION}:
        return None
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {one["ParameterKey"]: one["ParameterValue"] for one in described.get("Parameters", [])}


def _without_failed_creation(cloudformation: "CloudFormationClient", stack: str) -> str:
    if _status(cloudformation, stack) == _FAILED_CREATION:
        remove(cloudformation, stack)
    return stack


def _status(cloudformation: "CloudFormationClient", stack: str) -> str:
    """Empty if there is no stack."""
    try:
        status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    except ClientError as exc:
        if "does not exist" in str(exc):
            return ""
        raise
    return "" if status in _EMPTY else status


def _await(cloudformation: "CloudFormationClient", condition: Any, stack: str) -> None:
    waiter: Any = cloudformation.get_waiter(condition)
    try:
        waiter.wait(StackName=stack, WaiterConfig=POLLING)
    except WaiterError as exc:
        raise StackFailed(stack, _reasons(cloudformation, stack)) from exc


def _reasons(cloudformation: "CloudFormationClient", stack: str) -> list[str]:
    """Failures of the last operation, in the order in which they happened."""
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
    newest_first = (event for page in pages for event in page["StackEvents"])
    latest = takewhile(lambda event: not _begins(event, stack), newest_first)
    failed = [event for event in latest if event.get("ResourceStatus", "").endswith("FAILED")]
    return [
        f"{event.get('LogicalResourceId')} ({event.get('ResourceType')}): {event.get('ResourceStatusReason', '')}"
        for event in reversed(failed)
        if "cancelled" not in event.get("ResourceStatusReason", "")
    ]


def _begins(event: "StackEventTypeDef", stack: str) -> bool:
    return event.get("LogicalResourceId") == stack and event.get("ResourceStatus") in _BEGINS
