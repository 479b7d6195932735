"""A failed execution goes on in place: Step Functions enters the state that was not successful once more.

Only on AWS, only STANDARD, and within 14 days. What our machine caught it ended itself, in StickerFailed: a redrive
would enter that state again, and no other. So it helps where the machine could not catch: its own time-out, an abort,
a States.Runtime.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
"""

from botocore.exceptions import ClientError

from operations.executions.execution import Execution
from operations.executions.history import history
from operations.stage import Stage

_UNKNOWN_ACTION = {"InvalidAction", "UnknownOperationException", "UnknownOperation", "NotImplemented"}
"How a local AWS says that it has no such call."

_END_OF_WHAT_WAS_CAUGHT = "StickerFailed"


class NotRedrivable(RuntimeError):
    """Its sentence says why, and what to do instead."""


def redrive(stage: Stage, execution: Execution) -> None:
    """It runs again. Raises NotRedrivable, ClientError."""
    if not execution.is_broken:
        raise NotRedrivable(f"{execution.recording_id} has not failed: it is {execution.status}")
    if history(stage.states, execution.arn).end_state == _END_OF_WHAT_WAS_CAUGHT:
        raise NotRedrivable(
            f"{execution.error} was caught, and the machine ended {execution.recording_id} in StickerFailed: a redrive "
            f"would enter that state again and fail again. Replay it instead: leave out --redrive"
        )
    try:
        stage.states.redrive_execution(executionArn=execution.arn)
    except ClientError as exc:
        said = exc.response["Error"]
        if reason := _reason(said["Code"], said.get("Message", "")):
            raise NotRedrivable(f"{execution.recording_id}: {reason}. Replay it instead: leave out --redrive") from exc
        raise


def _reason(code: str, message: str) -> str:
    """Empty for what is no no to this execution."""
    if code in _UNKNOWN_ACTION:
        return "this AWS knows no RedriveExecution, as a local one does not"
    return {
        "ExecutionNotRedrivable": "Step Functions continues only what FAILED, was ABORTED or TIMED_OUT within the last "
        f"14 days, of less than 24,999 events ({message})",
        "ExecutionDoesNotExist": "Step Functions has forgotten it",
        "ExecutionLimitExceeded": "too many executions run just now",
    }.get(code, "")
