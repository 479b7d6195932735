"""counts.json, the input of `stikadoo cost`, still agrees with two wishes counted again."""

import asyncio
from collections.abc import Iterator

import pytest

from benchmarks.count_calls import CountedStage, counted, counted_stage
from benchmarks.counting_proxy import named
from infra.local_aws import LocalAws
from operations.cost.counts import Transport, Wish, counts
from stikadoo.aws.clients import client

WAYS = [Transport("direct", 8), Transport("direct", 8, is_typed=True)]

LOOKS_FOR_CHUNKS = "s3:ListObjectsV2"
"Transcode lists again while a chunk is late."

TIMES_SLOWER = 20
"A machine that is busy with other tests, whose Lambdas start cold."


@pytest.fixture(scope="module")
def stage(aws: LocalAws) -> Iterator[CountedStage]:
    with counted_stage(aws) as deployed:
        yield deployed


@pytest.fixture(scope="module")
def wishes(stage: CountedStage) -> list[Wish]:
    async def made() -> list[Wish]:
        return [await counted(stage, way) for way in WAYS]

    return asyncio.run(made())


@pytest.mark.stack
@pytest.mark.parametrize("number", range(len(WAYS)), ids=str)
def test_the_file_tells_each_call_and_each_transition(wishes: list[Wish], number: int) -> None:
    told, found = counts().wish(WAYS[number]), wishes[number]
    assert _sure(found.calls) == _sure(told.calls), "run `make count-calls`"
    assert (found.states, found.invocations) == (told.states, told.invocations), "run `make count-calls`"
    assert (found.messages, found.index_writes) == (told.messages, told.index_writes)


@pytest.mark.stack
@pytest.mark.parametrize("number", range(len(WAYS)), ids=str)
def test_the_file_tells_bytes_and_seconds_nearly(wishes: list[Wish], number: int) -> None:
    told, found = counts().wish(WAYS[number]), wishes[number]
    for name in ("bytes_to_s3", "bytes_from_s3", "bytes_to_device", "bytes_kept"):
        assert getattr(found, name) == pytest.approx(getattr(told, name), rel=0.5), f"{name}: run `make count-calls`"
    for worker, line in told.worker_lines.items():
        seconds = found.worker_lines[worker].seconds
        assert seconds > line.seconds / TIMES_SLOWER, f"{worker}: a busy machine is slower, none is so much faster"
        assert found.worker_lines[worker].log_bytes == pytest.approx(line.log_bytes, rel=0.25), worker


@pytest.mark.stack
def test_an_item_is_one_unit_to_write(stage: CountedStage, wishes: list[Wish]) -> None:
    """DynamoDB bills each begun KB: `stikadoo cost` counts one a write."""
    for table in (stage.outputs.table, "stikadoo-spending-counted"):
        items = client("dynamodb").scan(TableName=table)["Items"]
        assert items
        assert [size for size in map(_item_bytes, items) if size > 1024] == []


def _sure(calls: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in calls.items() if name != LOOKS_FOR_CHUNKS}


def _item_bytes(item: object) -> int:
    """Names and values as they are written; numbers a little too long."""
    if isinstance(item, dict):
        return sum(len(str(name)) * (len(str(name)) > 2) + _item_bytes(value) for name, value in item.items())
    if isinstance(item, list):
        return sum(map(_item_bytes, item))
    return len(str(item).encode())


@pytest.mark.parametrize(
    ("method", "path", "headers", "name"),
    [
        ("POST", "/", {"X-Amz-Target": "DynamoDB_20120810.UpdateItem"}, ("dynamodb", "UpdateItem")),
        ("POST", "/", {"X-Amz-Target": "AWSStepFunctions.StartExecution"}, ("states", "StartExecution")),
        ("POST", "/", {"X-Amz-Target": "Transcribe.GetTranscriptionJob"}, ("transcribe", "GetTranscriptionJob")),
        ("POST", "/", {"X-Amz-Target": "AmazonSSM.GetParameter"}, ("ssm", "GetParameter")),
        ("POST", "/_aws/execute-api/a/local/@connections/b", {}, ("connections", "PostToConnection")),
        ("PUT", "/bucket/a/key", {"Authorization": "AWS4"}, ("s3", "PutObject")),
        ("GET", "/bucket/a/key", {"Authorization": "AWS4"}, ("s3", "GetObject")),
        ("GET", "/bucket?list-type=2&prefix=chunks%2Fa%2F", {"Authorization": "AWS4"}, ("s3", "ListObjectsV2")),
        ("POST", "/bucket?delete", {"Authorization": "AWS4"}, ("s3", "DeleteObjects")),
        ("GET", "/bucket/a/key?X-Amz-Signature=0", {}, ("device", "GetObject")),
    ],
)
def test_a_call_is_known_by_what_the_wire_says(
    method: str, path: str, headers: dict[str, str], name: tuple[str, str]
) -> None:
    assert named(method, path, headers) == name
