"""Daily limits hold under concurrency, and each recording counts once."""

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from functions.moderate.spending import DailyLimits, Spending
from infra.local_aws import LocalAws
from stikadoo.aws.clients import client
from stikadoo.aws.spending import SpendingTable
from stikadoo.errors import ProviderThrottled, SpendLimitReached
from stikadoo.execution import ExecutionDocument
from stikadoo.spending_keys import device_counter, stage_counter
from tests.documents import DEVICE

DAY = date(2026, 11, 21)
NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture
def table(aws: LocalAws) -> str:
    """An empty spending table for one test."""
    name = f"unit-{uuid.uuid4().hex}"
    client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "counter", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "counter", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def spending(table: str, device: int = 0, stage: int = 0, today: date = DAY) -> Spending:
    return Spending(
        SpendingTable(table, client("dynamodb")), DailyLimits(device=device, stage=stage), today=lambda: today
    )


def wish(recording_id: str, device_id: str = DEVICE.device_id) -> ExecutionDocument:
    return ExecutionDocument(recording_id=recording_id, device=DEVICE.model_copy(update={"device_id": device_id}))


def stickers(table: str, counter: str) -> int | None:
    """The item's count; None if there is no item."""
    response = client("dynamodb").get_item(TableName=table, Key={"counter": {"S": counter}}, ConsistentRead=True)
    return int(response["Item"]["stickers"]["N"]) if "Item" in response else None


def of_device(table: str, device_id: str = DEVICE.device_id, day: date = DAY) -> int | None:
    return stickers(table, device_counter(device_id, day))


def of_stage(table: str, day: date = DAY) -> int | None:
    return stickers(table, stage_counter(day))


def test_the_device_limit_is_per_device(table: str) -> None:
    guard = spending(table, device=2, stage=10)
    guard.count(wish("r1"))
    guard.count(wish("r2"))
    with pytest.raises(SpendLimitReached, match="the device has reached its daily limit of 2 stickers") as exceeded:
        guard.count(wish("r3"))
    assert (exceeded.value.scope, exceeded.value.limit) == ("device", 2)
    guard.count(wish("r4", "02:00:00:00:00:07"))
    assert (of_device(table), of_device(table, "02:00:00:00:00:07"), of_stage(table)) == (2, 1, 3)


def test_a_retry_counts_nothing_twice_even_when_the_limit_is_reached(table: str) -> None:
    guard = spending(table, device=1, stage=1)
    for _ in range(3):
        guard.count(wish("r1"))
    assert (of_device(table), of_stage(table)) == (1, 1)


def test_a_retry_counts_nothing_twice_for_the_stage_where_devices_have_no_limit(table: str) -> None:
    guard = spending(table, stage=2)
    for _ in range(3):
        guard.count(wish("r1"))
    assert of_stage(table) == 1


def test_the_next_day_has_new_counters(table: str) -> None:
    spending(table, device=1, stage=1).count(wish("r1"))
    with pytest.raises(SpendLimitReached):
        spending(table, device=1, stage=1).count(wish("r2"))
    spending(table, device=1, stage=1, today=NEXT_DAY).count(wish("r3"))
    assert (of_device(table), of_device(table, day=NEXT_DAY), of_stage(table, NEXT_DAY)) == (1, 1, 1)


def test_a_rejection_by_the_stage_limit_is_not_counted_for_the_device(table: str) -> None:
    guard = spending(table, device=5, stage=1)
    guard.count(wish("r1", "another"))
    for _ in range(2):  # the second: a retry is refused as well, not taken for one that was counted
        with pytest.raises(SpendLimitReached, match="the stage has reached its daily limit of 1 stickers"):
            guard.count(wish("r2"))
    assert (of_device(table), of_stage(table)) == (0, 1)


def test_without_limits_the_table_is_not_used() -> None:
    spending("no-such-table").count(wish("r1"))


def test_without_a_limit_of_the_stage_its_item_is_not_touched(table: str) -> None:
    spending(table, device=1).count(wish("r1"))
    assert of_stage(table) is None


def test_a_counter_expires_two_days_after_its_day_began(table: str) -> None:
    spending(table, device=1, stage=1).count(wish("r1"))
    end = datetime(2026, 11, 23, tzinfo=UTC).timestamp()
    items = client("dynamodb").scan(TableName=table)["Items"]
    assert [float(item["expires_at"]["N"]) for item in items] == [end, end]


def passed(guard: Spending, document: ExecutionDocument) -> str:
    """The scope of the limit that rejected it, or "nobody"."""
    try:
        guard.count(document)
    except SpendLimitReached as exceeded:
        return exceeded.scope
    return "nobody"


def test_of_twenty_wishes_at_once_exactly_ten_pass_a_device(table: str) -> None:
    guard = spending(table, device=10, stage=100)
    with ThreadPoolExecutor(20) as pool:
        ends = Counter(pool.map(lambda number: passed(guard, wish(f"r{number}")), range(20)))
    assert ends == {"nobody": 10, "device": 10}
    assert (of_device(table), of_stage(table)) == (10, 10)


def test_of_twenty_devices_at_once_exactly_ten_pass_the_stage(table: str) -> None:
    guard = spending(table, device=1, stage=10)
    with ThreadPoolExecutor(20) as pool:
        ends = Counter(pool.map(lambda number: passed(guard, wish(f"r{number}", f"d{number}")), range(20)))
    assert ends == {"nobody": 10, "stage": 10}
    assert of_stage(table) == 10
    assert sorted(of_device(table, f"d{number}") or 0 for number in range(20)) == [0] * 10 + [1] * 10


def test_the_same_wish_twenty_times_at_once_counts_once(table: str) -> None:
    guard = spending(table, device=10, stage=10)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(guard.count, [wish("r1")] * 20))
    assert (of_device(table), of_stage(table)) == (1, 1)


@contextmanager
def throttled(aws: LocalAws, counter: str) -> Iterator[str]:
    """A proxy to DynamoDB that throttles the updates of one counter, as AWS does for a hot item."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if f'"{counter}"'.encode() in body:
                name = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
                self.answer(400, f'{{"__type": "{name}", "message": "too fast"}}'.encode())
                return
            passed_on = {name: value for name, value in self.headers.items() if name not in {"Host", "Accept-Encoding"}}
            try:
                with urlopen(Request(aws.endpoint, body, passed_on)) as answer:
                    self.answer(answer.status, answer.read())
            except HTTPError as error:
                self.answer(error.code, error.read())

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Silent: pytest reports what matters."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("counter", [stage_counter(DAY), device_counter(DEVICE.device_id, DAY)])
def test_a_throttled_counter_can_be_retried_and_counts_nothing_meanwhile(
    aws: LocalAws, table: str, counter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with throttled(aws, counter) as endpoint, monkeypatch.context() as environ:
        environ.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
        client.cache_clear()
        with pytest.raises(ProviderThrottled):
            spending(table, device=1, stage=1).count(wish("r1"))
    client.cache_clear()
    assert (of_device(table) or 0, of_stage(table)) == (0, None)
    spending(table, device=1, stage=1).count(wish("r1"))
    assert (of_device(table), of_stage(table)) == (1, 1)
