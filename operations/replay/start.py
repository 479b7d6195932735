"""A recording is made into a sticker again: a new execution with a folder of its own.

It begins with what the original left behind, by key, and writes into its own folder alone. Its name begins with the
first recording's, and so with its device's key; `replay_of` is that first recording.

A replay says «slow» to no alarm (nobody stood and waited), and counts as a sticker of whoever gets it if it passes
Moderate. It forgets what it made itself; what the original keeps, the bucket's lifecycle deletes.
"""

import json
import time
from datetime import UTC, datetime

from operations.executions.execution import RUNNING, Execution, describe
from operations.replay.links import ReplayLink, who_asks, write_link
from operations.replay.plan import Plan
from operations.stage import Stage
from stikadoo.execution import Sticker

LONGEST_SECONDS = 930.0
"The machine's own limit, and a little."


class StillRunning(RuntimeError):
    """An execution outlives everybody's patience."""

    def __init__(self, recording_id: str, seconds: float) -> None:
        super().__init__(recording_id, seconds)
        self.recording_id = recording_id
        self.seconds = seconds

    def __str__(self) -> str:
        return f"{self.recording_id} is still running after {self.seconds:.0f} s"


def start(stage: Stage, planned: Plan) -> str:
    """The new execution's ARN. Raises ClientError."""
    if "sticker" in planned.document:  # the device's «printed» is believed of its own stickers, which this file tells
        sticker = Sticker.model_validate(planned.document["sticker"])
        stage.s3.put_object(
            Bucket=stage.bucket,
            Key=planned.folder.sticker,
            Body=sticker.model_dump_json().encode(),
            ContentType="application/json",
        )
    started = stage.states.start_execution(
        stateMachineArn=stage.alias_arn or stage.state_machine_arn,
        name=planned.recording_id,
        input=json.dumps(planned.document),
    )
    write_link(stage, _link(stage, planned))
    return started["executionArn"]


def await_end(stage: Stage, arn: str, within: float = LONGEST_SECONDS) -> Execution:
    """Raises StillRunning, ClientError."""
    deadline = time.monotonic() + within
    while (found := describe(stage, arn)).status == RUNNING:
        if time.monotonic() > deadline:
            raise StillRunning(found.recording_id, within)
        time.sleep(0.3)  # Step Functions tells nobody of an end
    return found


def _link(stage: Stage, planned: Plan) -> ReplayLink:
    return ReplayLink(
        replay=planned.recording_id,
        replay_of=planned.document["replay_of"],
        again=planned.original.recording_id,
        who=who_asks(stage),
        at=datetime.now(UTC),
        begins=planned.beginning.state,
        engines=planned.document.get("engines", {}),
        seed=planned.document["seed"],
        to=planned.receiver.device.device_id if planned.receiver.is_connected else "",
    )
