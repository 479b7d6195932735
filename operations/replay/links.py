"""A replay is linked both ways: its input says `replay_of`, and an object in the first recording's folder names it.

recordings/{first}/replays/{replay}.json     {replay, replay_of, again, who, at, begins, engines, seed, to}

`replay_of` is the first recording, however often it was replayed: one listing of its folder shows all that came of it.
"""

from collections.abc import Mapping
from datetime import datetime

from operations.stage import Stage
from stikadoo.execution import Facts
from stikadoo.keys import RecordingFolder


class ReplayLink(Facts):
    """Who ran a recording again, when, and how."""

    replay: str
    replay_of: str
    again: str
    "The recording whose artifacts it begins with: the first, or another replay of it."
    who: str
    "The ARN that asked."
    at: datetime
    begins: str
    "The state."
    engines: Mapping[str, str] = {}
    "Those that were asked for; without, the stage's."
    seed: int
    to: str
    "The device's id; empty where the sticker goes to a folder, or nobody is connected."


def write_link(stage: Stage, link: ReplayLink) -> None:
    """Raises ClientError."""
    stage.s3.put_object(
        Bucket=stage.bucket,
        Key=RecordingFolder(link.replay_of).replay(link.replay),
        Body=link.model_dump_json().encode(),
        ContentType="application/json",
    )


def links(stage: Stage, recording_id: str) -> list[ReplayLink]:
    """Of a first recording, the earliest replay first. Raises ClientError."""
    pages = stage.s3.get_paginator("list_objects_v2").paginate(
        Bucket=stage.bucket, Prefix=RecordingFolder(recording_id).replays
    )
    keys = [stored["Key"] for page in pages for stored in page.get("Contents", [])]
    bodies = (stage.s3.get_object(Bucket=stage.bucket, Key=key)["Body"].read() for key in keys)
    return sorted((ReplayLink.model_validate_json(body) for body in bodies), key=lambda link: link.at)


def who_asks(stage: Stage) -> str:
    """Raises ClientError."""
    return str(stage.session.client("sts", endpoint_url=stage.endpoint).get_caller_identity()["Arn"])
