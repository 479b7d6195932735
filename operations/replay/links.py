"""Links between a recording and its replays.

A replay's input names the original in `replay_of`, and an object in the original's folder names the replay:

recordings/{first}/replays/{replay}.json     {replay, replay_of, again, who, at, begins, engines, seed, to}

`replay_of` is the first recording, however often it was replayed: one listing of its folder shows all its replays.
"""

from collections.abc import Mapping
from datetime import datetime

from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Facts
from stikadoo.keys import RecordingFolder


class ReplayLink(Facts):
    """Who replayed a recording, when, and how."""

    replay: str
    replay_of: str
    again: str
    "The recording whose artifacts it begins with: the first, or another replay of it."
    who: str
    "The caller's ARN."
    at: datetime
    begins: str
    "The state."
    engines: Mapping[str, str] = {}
    "Those chosen by the operator; without, the stage's."
    seed: int
    to: str
    "The device's id; empty if the sticker goes to a folder, or no device is connected."


def write_link(bucket: Bucket, link: ReplayLink) -> None:
    bucket.put_facts(RecordingFolder(link.replay_of).replay(link.replay), link)


def links(bucket: Bucket, recording_id: str) -> list[ReplayLink]:
    """Of a first recording, the earliest replay first."""
    keys = bucket.keys(RecordingFolder(recording_id).replays)
    found = (bucket.find_facts(key, ReplayLink) for key in keys)  # None: deleted since the listing
    return sorted((link for link in found if link), key=lambda link: link.at)
