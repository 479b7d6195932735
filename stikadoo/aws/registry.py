"""The sessions table: one item per connection, with the events of its conversation in a string set.

A message adds its event by one update, which returns the item as it was before. Of two concurrent messages the later
update sees both events, and adding an event again changes nothing.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from stikadoo.aws.clients import error_code, translated
from stikadoo.session import Recipient, Session
from stikadoo.turns import Event, Kind, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient

    from stikadoo.execution import Device

_HELLO_FIELDS = {
    "protocol",
    "language",
    "printer",
    "inline_image",
    "image_encodings",
    "caption",
    "frame_duration_ms",
    "greeted_ms",
}

_MAX_EVENTS = 64
"Of one session. An item is paid for by the KB, and a conversation needs the last few events."

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


class SessionIds(NamedTuple):
    session_id: str
    connection_id: str


class Recorded(NamedTuple):
    """A session before and after a message's event was added. Of concurrent messages one alone sees the change."""

    before: Session
    session: Session

    @property
    def is_repeated(self) -> bool:
        return self.before.events == self.session.events


@dataclass(frozen=True)
class Registry:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey when DynamoDB fails."""

    table: str
    dynamodb: DynamoDBClient = field(repr=False, compare=False)

    def open(self, session: Session) -> None:
        """$connect: stores a new session; a repeated $connect changes nothing."""
        fields = session.model_dump(mode="json", exclude_none=True, exclude={"events"})
        item = {name: _serialize(value) for name, value in fields.items()}
        with translated("DynamoDB"), suppress(self.dynamodb.exceptions.ConditionalCheckFailedException):
            self.dynamodb.put_item(
                TableName=self.table, Item=item, ConditionExpression="attribute_not_exists(session_id)"
            )

    def find(self, session_id: str) -> Session | None:
        """Strongly consistent: two messages of a connection may be milliseconds apart."""
        item = self._item(session_id)
        return None if item is None else Session.model_validate(item)

    def sessions_of(self, device_id: str, after_ms: int = 0) -> Iterator[Session]:
        """A device's sessions that were opened later than this, latest first."""
        return (Session.model_validate(item) for item in self._items_of(device_id, after_ms))

    def ids_of(self, device_id: str) -> Iterator[SessionIds]:
        """As `sessions_of`, whatever else the items hold: to delete what cannot be read, too."""
        return (SessionIds(item["session_id"], item["connection_id"]) for item in self._items_of(device_id))

    def delete(self, session_id: str) -> None:
        with translated("DynamoDB"):
            self.dynamodb.delete_item(TableName=self.table, Key={"session_id": {"S": session_id}})

    def greet(self, session: Session, greeted_ms: int) -> None:
        """hello: stores what the device reports about itself, if there is such a session. Its turns go on."""
        greeted = session.model_copy(update={"greeted_ms": greeted_ms})
        reported = greeted.model_dump(mode="json", include=_HELLO_FIELDS)
        names = {f"#{name}": name for name in reported}
        self._update(
            session.session_id,
            "SET " + ", ".join(f"#{name} = :{name}" for name in reported),
            names=names,
            values={f":{name}": _serialize(value) for name, value in reported.items()},
        )

    def record(self, session_id: str, event: Event) -> Recorded | None:
        """Add a device's message; None if there is no such session, or no hello was received on it."""
        before = self._add(session_id, event, "attribute_exists(greeted_ms)")
        if before is None:
            return None
        session = before.model_copy(update={"events": before.events | {str(event)}})
        if len(session.events) > _MAX_EVENTS:
            oldest = sorted(session.events)[: len(session.events) - _MAX_EVENTS // 2]
            self._update(session_id, "DELETE events :events", values={":events": {"SS": oldest}})
        return Recorded(before, session)

    def close(self, session_id: str, closed_ms: int) -> Session | None:
        """$disconnect or goodbye: the session before it. A running execution continues."""
        return self._add(session_id, Event(closed_ms, Kind.CLOSE))

    def conclude(self, session_id: str, recording_id: str, outcome: str) -> None:
        """The execution's end: stores the recording's outcome."""
        self._add(session_id, Event(round(time.time() * 1000), Kind.END, f"{recording_id} {outcome}"))

    def turn(self, session_id: str, recording_id: str) -> Turn | None:
        """None also if the session has expired."""
        session = self.find(session_id)
        return session.turn(recording_id) if session else None

    def recipient(self, device: Device, recording_id: str) -> Recipient:
        """The device of an execution, at the connection that it has now: it may have reconnected since."""
        session = self.find(device.session_id)
        if session is None:
            return Recipient(device)
        turn = session.turn(recording_id)
        is_cancelled = turn is not None and turn.is_taken_back
        if newer := self._newest_session(device, turn.started_ms if turn else session.connected_ms):
            is_cancelled = is_cancelled or newer.takes_back_earlier_wishes
            return Recipient(newer.device(device.endpoint), turn, is_cancelled, newer.has_moved_on(recording_id))
        return Recipient(device, turn, is_cancelled, session.has_moved_on(recording_id))

    def _newest_session(self, device: Device, after_ms: int) -> Session | None:
        """Of those that were opened later, have said hello, and are open."""
        if not device.connection_id:
            return None
        others = (one for one in self.sessions_of(device.device_id, after_ms) if one.session_id != device.session_id)
        return next((session for session in others if session.is_open), None)

    def _add(self, session_id: str, event: Event, condition: str = "") -> Session | None:
        return self._update(session_id, "ADD events :events", condition, values={":events": {"SS": [str(event)]}})

    def _item(self, session_id: str) -> dict[str, Any] | None:
        with translated("DynamoDB"):
            response = self.dynamodb.get_item(
                TableName=self.table, Key={"session_id": {"S": session_id}}, ConsistentRead=True
            )
        return _plain(response["Item"]) if "Item" in response else None

    def _items_of(self, device_id: str, after_ms: int = 0) -> Iterator[dict[str, Any]]:
        """Latest first. The index is eventually consistent: an item that it still names may have been deleted."""
        with translated("DynamoDB"):
            pages = self.dynamodb.get_paginator("query").paginate(
                TableName=self.table,
                IndexName="by-device",
                KeyConditionExpression="device_id = :device AND connected_ms > :after",
                ExpressionAttributeValues={":device": {"S": device_id}, ":after": {"N": str(after_ms)}},
                ScanIndexForward=False,
            )
            for listed in (_plain(item) for page in pages for item in page["Items"]):
                if item := self._item(listed["session_id"]):
                    yield item

    def _update(
        self,
        session_id: str,
        update: str,
        condition: str = "",
        *,
        values: dict[str, Any],
        names: dict[str, str] | None = None,
    ) -> Session | None:
        """The session before the update; None if it does not exist or the condition is false."""
        conditions = ["attribute_exists(session_id)", *filter(None, [condition])]
        optional = {"ExpressionAttributeNames": names} if names else {}
        with translated("DynamoDB"):
            try:
                response = self.dynamodb.update_item(
                    TableName=self.table,
                    Key={"session_id": {"S": session_id}},
                    UpdateExpression=update,
                    ConditionExpression=" AND ".join(conditions),
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_OLD",
                    **optional,  # type: ignore[arg-type]
                )
            except ClientError as exc:
                if error_code(exc) == "ConditionalCheckFailedException":
                    return None
                raise
        return Session.model_validate(_plain(response["Attributes"]))


def _plain(item: Any) -> dict[str, Any]:
    """From DynamoDB's own JSON."""
    return {name: _deserialize(value) for name, value in item.items()}
