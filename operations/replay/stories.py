"""An execution that has ended becomes what it had made when it did, and where it failed."""

from dataclasses import dataclass
from typing import Any

from operations.executions.execution import Execution
from operations.executions.past import past
from operations.replay.entry_points import Beginning, beginning_at
from operations.stage import Stage


@dataclass(frozen=True)
class Story:
    """An execution that has ended: what it had made when it did, and where."""

    execution: Execution
    document: dict[str, Any]
    "As it went into the last state: the input, and a field for each state before."
    failed_at: str
    "Empty if it did not fail."

    @property
    def recording_id(self) -> str:
        """Whose folder it wrote into: an execution that a person started may be called otherwise."""
        return str(self.document.get("recording_id", self.execution.recording_id))

    @property
    def first(self) -> str:
        """The recording that all replays of it go back to."""
        return str(self.document.get("replay_of") or self.recording_id)

    @property
    def failed_beginning(self) -> Beginning | None:
        return beginning_at(self.failed_at)

    @property
    def was_delivered(self) -> bool:
        """Though it failed: only forgetting did."""
        return self.execution.is_broken and self.document.get("outcome") == "delivered"


def story(stage: Stage, execution: Execution) -> Story:
    """Raises ValueError for one that runs, ClientError."""
    if not execution.stopped:
        raise ValueError(f"{execution.recording_id} is still being made: wait for its end")
    if not execution.is_broken:
        return Story(execution, execution.document, "")
    told = past(stage, execution.arn)
    return Story(execution, {**execution.document, **told.document}, told.failed_at)
