"""Executions become the lines of a table: when, whose, what was wished, how it ended, who heard and drew."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from operations.executions.execution import Execution
from operations.executions.past import past
from operations.parallel import side_by_side
from operations.stage import Stage

_ABSENT = {"NoSuchKey": "forgotten", "AccessDenied": "not allowed"}
"What S3 says of words that it does not give, and what that means."


@dataclass(frozen=True)
class Row:
    """What is told of one execution."""

    recording_id: str
    device_id: str
    begun: datetime
    ended: datetime
    "Now, of one that runs."
    seconds: float
    ending: str
    "An outcome; «ProviderUnavailable@Imagine» where an operator should look; «running»."
    is_broken: bool
    engines: str
    "«whisper, openmoji», and who stayed away."
    wish: str
    "Empty if nothing was heard, or nobody asked for words."
    absent: str
    "Why there is no wish to show: forgotten (deleted at a good end, or a day after a bad one) or not allowed."
    replay_of: str


def rows(stage: Stage, found: list[Execution], *, words: bool) -> list[Row]:
    """In their order; `words`: whether wishes are asked for. Raises ClientError."""
    return list(side_by_side(stage, found, lambda one: row(stage, one, words=words)))


def row(stage: Stage, one: Execution, *, words: bool) -> Row:
    """A call more for a broken one, up to two for words that may be stored. Raises ClientError."""
    known, where = _as_far_as_it_came(stage, one)
    wish, absent = words_of(stage, known) if words else ("", "")
    return Row(
        recording_id=one.recording_id,
        device_id=one.device_id,
        begun=one.started,
        ended=one.stopped or datetime.now(UTC),
        seconds=one.seconds,
        ending=ending(one, where),
        is_broken=one.is_broken,
        engines=engines(known),
        wish=wish,
        absent=absent if _was_heard(known) else "",
        replay_of=one.replay_of or "",
    )


def _as_far_as_it_came(stage: Stage, one: Execution) -> tuple[Execution, str]:
    """A broken one has no output: its history knows its document, and the state that failed."""
    if not one.is_broken:
        return one, ""
    told = past(stage, one.arn)
    return replace(one, document=told.document), told.failed_at


def ending(one: Execution, where: str) -> str:
    """`where`: the state that failed."""
    if one.is_broken:
        return f"{one.error or one.status}@{where}" if where else one.error or one.status
    return one.outcome or "running"


def engines(one: Execution) -> str:
    """Who answered: nobody, for a state that was not reached."""
    answered = [
        str(one.document[work]["engine"]) for work in ("transcription", "picture") if _is_ready(one.document, work)
    ]
    absent = f" ({one.stayed_away} stayed away)" if one.stayed_away else ""
    return f"{', '.join(answered)}{absent}".strip()


def _is_ready(document: dict[str, Any], work: str) -> bool:
    return bool(document.get(work, {}).get("status") == "ready")


def _was_heard(one: Execution) -> bool:
    return one.status != "RUNNING" and _is_ready(one.document, "transcription")


def words_of(stage: Stage, one: Execution) -> tuple[str, str]:
    """The wish, or the transcript it was to become; or why there is none. Raises ClientError.

    A replay's lie where its document says: in the original's folder, if it did not hear anew.
    """
    absent = "forgotten"
    if one.document.get("forgotten", {}).get("deleted"):
        return "", absent
    for work, own in (("wish", one.folder.wish), ("transcription", one.folder.transcript)):
        key = one.document.get(work, {}).get("key") or own
        try:
            stored = stage.s3.get_object(Bucket=stage.bucket, Key=key)["Body"].read()
        except ClientError as exc:
            if exc.response["Error"]["Code"] not in _ABSENT:
                raise
            absent = _ABSENT[exc.response["Error"]["Code"]]
        else:
            return str(json.loads(stored)["text"]), ""
    return "", absent
