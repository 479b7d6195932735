"""docs/devices.md: the examples are requests that the provisioning API reads, and replies that firmware can use."""

import json
import re
from typing import Any, NamedTuple

import pytest

from cli.commands.devices import app
from device.ota_reply import read_reply
from edge.device_connection import MAX_PLAIN
from edge.http_front import MAX_BODY_BYTES, MAX_HEAD_BYTES
from operations.registration import OPERATOR_GUESSES, STAGE_GUESSES
from provisioning.reply import activation, reply
from provisioning.request import device_request
from stikadoo.aws.device_registry import CODE_SECONDS
from stikadoo.provisioning_paths import ProvisioningPath
from tests.policies import ROOT

PAGE = (ROOT / "docs" / "devices.md").read_text()


class Example(NamedTuple):
    start: str
    headers: dict[str, str]
    body: str


def examples(beginning: str) -> list[Example]:
    found = []
    for block in re.findall(r"```http\n(.*?)```", PAGE, re.DOTALL):
        head, _, body = block.partition("\n\n")
        start, *lines = head.splitlines()
        if re.match(beginning, start):
            found.append(
                Example(start, {name.lower(): value for name, value in (x.split(": ", 1) for x in lines)}, body)
            )
    return found


REQUESTS, REPLIES = examples("POST|GET"), examples("HTTP/1.1")


def event(example: Example) -> dict[str, Any]:
    return {"rawPath": example.start.split()[1], "headers": example.headers, "body": example.body}


@pytest.mark.parametrize("example", REQUESTS, ids=lambda one: one.start)
def test_a_request_is_read(example: Example) -> None:
    request = device_request(event(example))
    assert request.path is not None
    assert request.applicant.device_id == "b4:3a:45:9b:94:74"
    assert request.applicant.client_id
    json.loads(example.body)


def test_both_paths_are_shown_and_the_system_information_is_kept() -> None:
    requests = [device_request(event(example)) for example in REQUESTS]
    assert [one.path for one in requests] == [ProvisioningPath.CHALLENGE, *[ProvisioningPath.ACTIVATE] * 2]
    reported = requests[0].applicant.reported
    assert (reported.firmware, reported.board, reported.reported_language) == ("2.4.2", "stikadoo", "zh-CN")
    assert (reported.screen_width, reported.screen_height) == (480, 480)


@pytest.mark.parametrize("example", REPLIES, ids=["admitted", "new"])
def test_a_reply_is_one_that_the_firmware_can_use(example: Example) -> None:
    assert example.headers["content-type"] == "application/json"
    read_reply(int(example.start.split()[1]), example.body.encode(), "2.4.2")


def test_a_reply_has_the_fields_of_ours_and_no_other() -> None:
    ours = reply("ws://a", "", 3, "2.4.2", now=0, timezone_offset=0)
    admitted, new = (json.loads(example.body) for example in REPLIES)
    assert {name: set(section) for name, section in admitted.items()} == {
        name: set(section) for name, section in ours.items()
    }
    assert set(new) == {*ours, "activation"}
    assert set(new["activation"]) == set(activation("482913", "en", CODE_SECONDS))
    assert new["activation"]["message"] == activation("482913", "en", 0)["message"]
    assert new["activation"]["timeout_ms"] == CODE_SECONDS * 1000


def test_every_command_of_an_operator_is_there() -> None:
    named = set(re.findall(r"stikadoo devices ([a-z][a-z-]*)", PAGE))
    commands = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    assert named == commands


def test_the_limits_are_those_of_the_code() -> None:
    numbers = {5: "five", 20: "twenty"}
    assert f"{numbers[OPERATOR_GUESSES]} wrong codes in a quarter of an" in PAGE
    assert f"together {numbers[STAGE_GUESSES]}" in PAGE
    assert f"expires after {CODE_SECONDS // 60} minutes" in PAGE
    assert f"more than {MAX_PLAIN} connections at once" in PAGE
    assert f"a head over {MAX_HEAD_BYTES // 1024} KB, a body over {MAX_BODY_BYTES // 1024} KB" in PAGE
