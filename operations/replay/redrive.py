"""Continue a failed execution in place: Step Functions enters the unsuccessful state once more (RedriveExecution).

Only on AWS, only STANDARD, and within 14 days. An error that the machine caught ended in StickerFailed, and a redrive
would enter that state again. So it helps only with what the machine cannot catch: its own time-out, an abort, a
States.Runtime.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
"""

from botocore.exceptions import ClientError

from operations.executions.execution import Execution, with_history
from stikadoo.aws.machine import Machine

_UNKNOWN_ACTION = {"InvalidAction", "UnknownOperationException", "UnknownOperation", "NotImplemented"}
"How a local AWS answers a call that it does not implement."

_END_OF_CAUGHT_ERRORS = "StickerFailed"


class NotRedrivable(RuntimeError):
    """Its sentence says why, and what to do instead."""


def redrive(machine: Machine, execution: Execution) -> None:
    """It runs again. Raises NotRedrivable."""
    check_redrivable(machine, execution)
    try:
        machine.redrive(execution.arn)
    except ClientError as exc:
        error = exc.response["Error"]
        if reason := _reason(error["Code"], error.get("Message", "")):
            raise NotRedrivable(f"{execution.recording_id}: {reason}. Replay it instead: leave out --redrive") from exc
        raise


def check_redrivable(machine: Machine, execution: Execution) -> None:
    """As far as its history tells. Raises NotRedrivable."""
    if not execution.is_broken:
        raise NotRedrivable(f"{execution.recording_id} has not failed: it is {execution.status}")
    if with_history(machine, execution).end_state == _END_OF_CAUGHT_ERRORS:
        raise NotRedrivable(
            f"{execution.error} was caught, and the machine ended {execution.recording_id} in StickerFailed: a redrive "
            f"would enter that state again and fail again. Replay it instead: leave out --redrive"
        )


def _reason(code: str, message: str) -> str:
    """Empty for an error that does not concern this execution."""
    if code in _UNKNOWN_ACTION:
        return "this AWS has no RedriveExecution; a local one does not implement it"
    return {
        "ExecutionNotRedrivable": "Step Functions continues only what FAILED, was ABORTED or TIMED_OUT within the last "
        f"14 days, of less than 24,999 events ({message})",
        "ExecutionDoesNotExist": "Step Functions does not have it any more",
        "ExecutionLimitExceeded": "too many executions run at the moment",
    }.get(code, "")
