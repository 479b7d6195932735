"""Start a replay: a new execution with a folder of its own, linked to the first recording.

It begins with artifacts of the original, by key, and writes into its own folder alone. Its name begins with the first
recording's, and so with its device's key; `replay_of` is that first recording.

A replay raises no alarm for slowness (nobody waited at the device), and counts as a sticker of the target device if it
passes Moderate. Forget deletes its own files; the original's are deleted by the bucket's lifecycle.
"""

import json
from datetime import UTC, datetime

from operations.replay.links import ReplayLink, write_link
from operations.replay.plan import Plan
from operations.stage import Stage

LONGEST_SECONDS = 930.0
"The machine's own time-out, and a little."
POLL_SECONDS = 0.3


def start(stage: Stage, planned: Plan) -> str:
    """The new execution's ARN."""
    document = planned.document
    if document.sticker:  # a device's «printed» is accepted only for a sticker whose sticker.json names it
        stage.bucket.put_facts(planned.folder.sticker, document.full_sticker())
    arn = stage.machine.start_input(planned.recording_id, json.dumps(document.raw))
    write_link(stage.bucket, _link(stage, planned))
    return arn


def _link(stage: Stage, planned: Plan) -> ReplayLink:
    return ReplayLink(
        replay=planned.recording_id,
        replay_of=planned.original.first_recording,
        again=planned.original.recording_id,
        who=stage.caller_arn(),
        at=datetime.now(UTC),
        begins=planned.entry.state,
        engines=planned.engines,
        seed=planned.document.seed,
        to=planned.target.device.device_id if planned.target.is_connected else "",
    )
