"""The state machine: starts executions, lists them, and reads their state and history.

An execution is named after its recording, so its ARN follows from the machine's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stikadoo.aws.clients import translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_stepfunctions.type_defs import DescribeExecutionOutputTypeDef, ExecutionListItemTypeDef

    from stikadoo.execution import ExecutionDocument

Event = dict[str, Any]
"As GetExecutionHistory returns it."

_PAGE = 1000
"The most that one call returns."


class NoSuchExecution(ValueError):
    """Step Functions deletes executions 90 days after they end."""

    def __init__(self, arn: str) -> None:
        super().__init__(arn)
        self.arn = arn

    def __str__(self) -> str:
        return f"there is no execution {self.arn}: Step Functions deletes executions 90 days after they end"


@dataclass(frozen=True)
class Machine:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey when Step Functions fails."""

    arn: str
    states: SFNClient = field(repr=False, compare=False)
    alias_arn: str | None = None
    "Started instead of the machine, if there is one; a route's `arn` already is the alias."

    def execution_arn(self, recording_id: str) -> str:
        return f"{self.arn.replace(':stateMachine:', ':execution:')}:{recording_id}"

    def start(self, document: ExecutionDocument) -> bool:
        """Starts the recording's execution; False if it was started before.

        The input names no engines: the machine then takes the stage's.
        """
        try:
            self.start_input(document.recording_id, document.model_dump_json(exclude_none=True, exclude={"engines"}))
        except self.states.exceptions.ExecutionAlreadyExists:
            return False
        return True

    def start_input(self, name: str, document: str) -> str:
        """Starts an execution with this JSON input; its ARN."""
        with translated("Step Functions"):
            response = self.states.start_execution(
                stateMachineArn=self.alias_arn or self.arn, name=name, input=document
            )
        return response["executionArn"]

    def describe(self, arn: str) -> DescribeExecutionOutputTypeDef:
        """Raises NoSuchExecution."""
        with translated("Step Functions"):
            try:
                return self.states.describe_execution(executionArn=arn)
            except self.states.exceptions.ExecutionDoesNotExist as exc:
                raise NoSuchExecution(arn) from exc

    def events(self, arn: str) -> list[Event]:
        """The whole history, oldest first. Quota of an account: 400 calls, then 20 a second."""
        with translated("Step Functions"):
            pages = self.states.get_paginator("get_execution_history").paginate(
                executionArn=arn, PaginationConfig={"PageSize": _PAGE}
            )
            return [dict(event) for page in pages for event in page["events"]]

    def pages(self, status: str = "") -> Iterator[list[ExecutionListItemTypeDef]]:
        """Executions, most recent first, of one status or of all."""
        chosen: dict[str, Any] = {"statusFilter": status} if status else {}
        with translated("Step Functions"):
            pages = self.states.get_paginator("list_executions").paginate(
                stateMachineArn=self.arn, PaginationConfig={"PageSize": _PAGE}, **chosen
            )
            for page in pages:
                yield page["executions"]

    def redrive(self, arn: str) -> None:
        with translated("Step Functions"):
            self.states.redrive_execution(executionArn=arn)
