"""When a device or the stage has reached its daily limit, the device gets a friendly alert and nothing is drawn."""

from datetime import UTC, datetime

import pytest

from functions.apologise.phrases import phrase
from infra.local_stack import Stack
from operations.executions.execution import Execution
from stikadoo.aws.clients import client
from stikadoo.messages import Alert
from stikadoo.spending_keys import device_counter, stage_counter
from tests.connections import Connections
from tests.workflow.configured import misconfigured
from tests.workflow.conftest import Case

pytestmark = pytest.mark.stack

DEVICE, ANOTHER = "02:00:00:00:0d:01", "02:00:00:00:0d:02"


def stickers(stack: Stack, counter: str) -> int:
    table = f"stikadoo-spending-{stack.outputs.stage}"
    response = client("dynamodb").get_item(TableName=table, Key={"counter": {"S": counter}}, ConsistentRead=True)
    return int(response["Item"]["stickers"]["N"]) if "Item" in response else 0


def assert_told_kindly(case: Case, done: Execution) -> None:
    assert (done.status, done.end_state, done.outcome) == ("SUCCEEDED", "NothingToPrint", "spend_limit_reached")
    assert [stage.name for stage in done.state_runs] == ["Announce", "Moderate", "Apologise", "Forget"]
    (moderate,) = [stage for stage in done.state_runs if stage.name == "Moderate"]
    assert moderate.failures == 1, "no retry would help"
    (alert,) = [message for message in case.connections.sent(case.name) if isinstance(message, Alert)]
    assert alert.message == phrase("SpendLimitReached", "en").message
    assert case.heard()[-1] == "tts"
    assert case.stored("picture.png") is None, "nothing was paid"
    assert case.stored("transcript.json") is None, "a good end keeps no words"


def test_a_second_wish_of_a_device_with_one_a_day_is_kindly_refused(stack: Stack, connections: Connections) -> None:
    today = datetime.now(UTC).date()
    with misconfigured(stack, "moderate", device_stickers_a_day="1"):
        first = Case(stack, connections, device_id=DEVICE)
        done = first.run(first.type("a cat"))
        assert done.end_state == "StickerDelivered", done
        second = Case(stack, connections, device_id=DEVICE)
        assert_told_kindly(second, second.run(second.type("a dog")))
        friends = Case(stack, connections, device_id=ANOTHER)
        assert friends.run(friends.type("a dog")).end_state == "StickerDelivered"
    assert stickers(stack, device_counter(DEVICE, today)) == 1


def test_a_stage_that_has_had_its_stickers_refuses_every_device_and_charges_none(
    stack: Stack, connections: Connections
) -> None:
    device, today = "02:00:00:00:0d:03", datetime.now(UTC).date()
    first = Case(stack, connections)
    first.run(first.type("a cat"))
    had = stickers(stack, stage_counter(today))
    assert had >= 1
    with misconfigured(stack, "moderate", stage_stickers_a_day=str(had)):
        case = Case(stack, connections, device_id=device)
        assert_told_kindly(case, case.run(case.type("a dog")))
    assert stickers(stack, device_counter(device, today)) == 0
