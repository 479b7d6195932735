"""Everything stored about a device is found and deleted, nothing of another's is, and the final listing is complete."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Timer

import pytest

from operations.forget.device_data import DeviceData, find_device_data
from operations.forget.forget_device import StillWorking, forget_device
from operations.stage import Stage, find_stage
from stikadoo.aws.clients import client
from stikadoo.keys import ChunkKey, RecordingFolder, device_key
from stikadoo.session import Session, session_id_of
from stikadoo.spending_keys import device_counter, stage_counter

MINE, OTHER = "b4:3a:45:9b:94:74", "b4:3a:45:9b:94:75"
NOW = datetime.now(UTC)


def recording(device_id: str, at: datetime = NOW) -> str:
    return f"{device_key(device_id)}-{at:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}"


def connected(deployed: Stage, device_id: str) -> str:
    """A session; its connection."""
    connection = uuid.uuid4().hex
    deployed.registry.open(
        Session(
            session_id=session_id_of(connection),
            connection_id=connection,
            device_id=device_id,
            connected_ms=1,
            expires_at=4_000_000_000,
        )
    )
    return connection


def heard(deployed: Stage, connection: str) -> str:
    key = str(ChunkKey(connection, 1_795_000_000_000, seq=0))
    deployed.bucket.put(key, b"x")
    return key


def kept(deployed: Stage, recording_id: str) -> set[str]:
    """What a failed recording leaves, from its voice to its apology."""
    folder = RecordingFolder(recording_id)
    keys = {folder.packets, folder.transcript, folder.raw_transcription, folder.picture, folder.apology}
    for key in keys:
        deployed.bucket.put(key, b"x")
    return keys


def counted(deployed: Stage, counter: str) -> None:
    client("dynamodb").put_item(TableName=deployed.spending_table_name, Item={"counter": {"S": counter}})


def started(deployed: Stage, recording_id: str, connection: str, seconds: int = 0) -> None:
    said = {"device": {"connection_id": connection}, "seconds": seconds}
    client("stepfunctions").start_execution(
        stateMachineArn=deployed.state_machine_arn, name=recording_id, input=json.dumps(said)
    )


def lived(deployed: Stage, device_id: str) -> int:
    """A device with a bit of everything; how many things that are."""
    heard(deployed, connected(deployed, device_id))
    heard(deployed, connected(deployed, device_id))
    keys = kept(deployed, recording(device_id))
    for days in range(3):
        counted(deployed, device_counter(device_id, NOW.date() - timedelta(days=days)))
    deployed.devices.block(device_id)
    return 2 + 2 + len(keys) + 3 + 1


def forgotten(deployed: Stage, device_id: str) -> tuple[int, int]:
    """Things deleted, things left."""
    deleted, left = forget_device(deployed, device_id, patience=10, tell=lambda _: None)
    return deleted.count, left.count


def test_everything_of_a_device_goes_and_nothing_of_another_s(deployed: Stage) -> None:
    mine, others = lived(deployed, MINE), lived(deployed, OTHER)
    counted(deployed, stage_counter(NOW.date()))
    assert forgotten(deployed, MINE) == (mine, 0)
    assert find_device_data(deployed, OTHER).count == others
    assert len(list(deployed.bucket.keys(""))) == 2 + 5
    assert client("dynamodb").scan(TableName=deployed.table_name)["Count"] == 2
    assert client("dynamodb").scan(TableName=deployed.spending_table_name)["Count"] == 3 + 1
    assert forgotten(deployed, MINE) == (0, 0)


@pytest.mark.parametrize("spelt", ["B4:3A:45:9B:94:74", "b4:3a:45:9B:94:74"])
def test_a_mac_may_be_spelt_as_on_its_label(deployed: Stage, spelt: str) -> None:
    mine = lived(deployed, MINE)
    assert forgotten(deployed, spelt) == (mine, 0)


def test_a_device_without_a_mac_is_found_by_its_own_name_alone(deployed: Stage) -> None:
    mine, others = lived(deployed, "a:b"), lived(deployed, "ab")
    assert forgotten(deployed, "a:b") == (mine, 0)
    assert find_device_data(deployed, "ab").count == others


def test_each_thing_is_called_what_it_is(deployed: Stage) -> None:
    lived(deployed, MINE)
    assert {kind: len(names) for kind, names in find_device_data(deployed, MINE).by_kind.items()} == {
        "audio chunks": 2,
        "voices and words": 3,
        "pictures, stickers, facts": 2,
        "sessions": 2,
        "counters of stickers": 3,
        "registrations": 1,
    }


def test_a_failed_recording_s_chunks_are_found_when_its_session_has_expired(deployed: Stage) -> None:
    failed = recording(MINE)
    kept(deployed, failed)
    chunk = heard(deployed, "long-gone")
    started(deployed, failed, "long-gone")
    assert find_device_data(deployed, MINE).chunks == (chunk,)


def test_no_execution_is_described_whose_chunks_have_expired(deployed: Stage) -> None:
    old = recording(MINE, NOW - timedelta(days=9))
    kept(deployed, old)
    started(deployed, old, "long-gone")
    assert find_device_data(deployed, MINE).connections == frozenset()


def test_the_proof_looks_for_chunks_of_sessions_that_are_no_more(deployed: Stage) -> None:
    connection = connected(deployed, MINE)
    deleted, _ = forget_device(deployed, MINE, tell=lambda _: None)
    late = heard(deployed, connection)
    assert find_device_data(deployed, MINE).chunks == ()
    assert find_device_data(deployed, MINE, deleted.connections).chunks == (late,)


def test_a_running_execution_is_waited_for_and_nothing_is_deleted_before_it_ends(deployed: Stage) -> None:
    mine, working = lived(deployed, MINE), recording(MINE)
    started(deployed, working, "c", seconds=600)
    before: list[DeviceData] = []

    def end() -> None:
        before.append(find_device_data(deployed, MINE))
        client("stepfunctions").stop_execution(executionArn=deployed.machine.execution_arn(working))

    def tell(step: str) -> None:
        if step.startswith("waiting"):
            Timer(0.3, end).start()

    deleted, left = forget_device(deployed, MINE, tell=tell)
    assert [(found.working, found.count) for found in before] == [((working,), mine)]
    assert (deleted.working, deleted.count, left.working, left.count) == ((), mine, (), 0)


def test_an_execution_that_does_not_end_is_named_and_nothing_is_deleted(deployed: Stage) -> None:
    mine, working = lived(deployed, MINE), recording(MINE)
    started(deployed, working, "c", seconds=60)
    with pytest.raises(StillWorking, match=working):
        forget_device(deployed, MINE, patience=0, tell=lambda _: None)
    assert find_device_data(deployed, MINE).count == mine


def test_another_s_sticker_is_not_waited_for(deployed: Stage) -> None:
    started(deployed, recording(OTHER), "c", seconds=60)
    assert forgotten(deployed, MINE) == (0, 0)


def test_more_things_go_than_s3_deletes_at_once(deployed: Stage) -> None:
    folder = RecordingFolder(recording(MINE))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: deployed.bucket.put(f"{folder}{number}", b""), range(1001)))
    assert forgotten(deployed, MINE) == (1001, 0)


def test_a_stage_that_is_not_there_is_named(deployed: Stage) -> None:
    with pytest.raises(ValueError, match="there is no stage nowhere in us-east-1"):
        find_stage("nowhere", deployed.session, deployed.endpoint)
