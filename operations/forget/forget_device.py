"""A device is forgotten: it is hung up on, what is being made of its wishes is waited for, and all traces are deleted.

Nothing is stopped: a stopped execution's worker would write on, and an apology would follow: traces would come back.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from operations.forget.device_data import Traces, being_made, traces
from operations.stage import Stage
from stikadoo.session import session_id_of

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 120.0


class StillWorking(RuntimeError):
    """Stickers are being made for longer than anybody waits."""

    def __init__(self, recordings: tuple[str, ...]) -> None:
        super().__init__(recordings)
        self.recordings = recordings

    def __str__(self) -> str:
        return f"still at work, nothing was deleted: {', '.join(self.recordings)}. Try again when they have ended"


class NotDeleted(RuntimeError):
    """S3 kept what it was told to delete."""

    def __init__(self, codes: set[str], count: int) -> None:
        super().__init__(codes, count)
        self.codes = codes
        self.count = count

    def __str__(self) -> str:
        return f"S3 kept {self.count} objects: {', '.join(sorted(self.codes))}"


def forget_device(
    stage: Stage, device_id: str, *, patience: float = PATIENCE_SECONDS, tell: Callable[[str], None]
) -> tuple[Traces, Traces]:
    """What was deleted, and what a new listing finds. Raises StillWorking, NotDeleted, ClientError."""
    tell("looking")
    found = traces(stage, device_id)
    tell("hanging up")
    hang_up(stage, found)
    tell("waiting for what is being made")
    doomed = _at_rest(stage, device_id, found, patience)
    tell("deleting")
    delete(stage, doomed)
    tell("looking again")
    return doomed, traces(stage, device_id, doomed.connections)


def hang_up(stage: Stage, found: Traces) -> None:
    """Whoever is connected says nothing more; sessions outlive connections. An API of chalice's is not known here."""
    if stage.api_endpoint is None:
        return
    gateway = stage.session.client("apigatewaymanagementapi", endpoint_url=stage.api_endpoint)
    for connection in sorted(one for one in found.connections if session_id_of(one) in found.sessions):
        try:
            gateway.delete_connection(ConnectionId=connection)
        except gateway.exceptions.GoneException:
            continue


def delete(stage: Stage, doomed: Traces) -> None:
    """Voices first, if it should fail half way. Raises NotDeleted, ClientError."""
    _delete_objects(stage, (*doomed.chunks, *doomed.words, *doomed.stickers))
    for session in doomed.sessions:
        stage.dynamodb.delete_item(TableName=stage.table, Key={"session_id": {"S": session}})
    for counter in doomed.counters:
        stage.dynamodb.delete_item(TableName=stage.spending_table, Key={"counter": {"S": counter}})


def _at_rest(stage: Stage, device_id: str, found: Traces, patience: float) -> Traces:
    """The traces once nothing more is being made. Raises StillWorking."""
    deadline = time.monotonic() + patience
    while working := being_made(stage, device_id):
        if time.monotonic() > deadline:
            raise StillWorking(working)
        time.sleep(POLL_SECONDS)
    return traces(stage, device_id, found.connections)


def _delete_objects(stage: Stage, keys: tuple[str, ...]) -> None:
    for first in range(0, len(keys), 1000):
        batch: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in keys[first : first + 1000]]
        answer = stage.s3.delete_objects(Bucket=stage.bucket, Delete={"Objects": batch, "Quiet": True})
        if kept := answer.get("Errors"):
            raise NotDeleted({error.get("Code", "") for error in kept}, len(kept))
