"""The sessions table: one item per connection, with its conversation state.

Every change of state is one conditional update, so of two concurrent messages only one succeeds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from stikadoo.aws.clients import error_code, translated
from stikadoo.session import Session, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient

    from stikadoo.execution import ListenMode

_HELLO_FIELDS = {
    "protocol",
    "language",
    "printer",
    "inline_image",
    "image_encodings",
    "caption",
    "frame_duration_ms",
}

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


class SessionIds(NamedTuple):
    session_id: str
    connection_id: str


@dataclass(frozen=True)
class Registry:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey when DynamoDB fails."""

    table: str
    dynamodb: DynamoDBClient = field(repr=False, compare=False)

    def open(self, session: Session) -> None:
        """$connect: stores a new session; a repeated $connect overwrites it."""
        fields = session.model_dump(mode="json", exclude_none=True)
        item = {name: _serialize(value) for name, value in fields.items()}
        with translated("DynamoDB"):
            self.dynamodb.put_item(TableName=self.table, Item=item)

    def find(self, session_id: str) -> Session | None:
        """Strongly consistent: two messages of a connection may be milliseconds apart."""
        item = self._item(session_id)
        return None if item is None else Session.model_validate(item)

    def sessions_of(self, device_id: str) -> Iterator[Session]:
        """A device's sessions, latest first."""
        return (Session.model_validate(item) for item in self._items_of(device_id))

    def ids_of(self, device_id: str) -> Iterator[SessionIds]:
        """As `sessions_of`, whatever else the items hold: to delete what cannot be read, too."""
        return (SessionIds(item["session_id"], item["connection_id"]) for item in self._items_of(device_id))

    def delete(self, session_id: str) -> None:
        with translated("DynamoDB"):
            self.dynamodb.delete_item(TableName=self.table, Key={"session_id": {"S": session_id}})

    def greet(self, session: Session) -> Session | None:
        """hello: stores what the device reports about itself; None if there is no such session."""
        reported = session.model_dump(mode="json", include=_HELLO_FIELDS)
        return self._change(session.session_id, {**reported, "state": State.READY})

    def start_listening(self, session_id: str, recording_id: str, started_ms: int, mode: ListenMode) -> Session | None:
        """listen start: begins a recording; None before hello or after the close."""
        changes = {
            "state": State.LISTENING,
            "recording_id": recording_id,
            "started_ms": started_ms,
            "mode": mode,
            "is_typed": False,
        }
        return self._change(
            session_id,
            changes,
            unless={State.CONNECTED, State.CLOSED},
            forget=("stopped_ms", "last_seq", "outcome"),
        )

    def stop_listening(self, session_id: str, stopped_ms: int, last_seq: int | None) -> Session | None:
        """listening → processing; None if the session was not listening."""
        changes: dict[str, Any] = {"state": State.PROCESSING, "stopped_ms": stopped_ms}
        if last_seq is not None:
            changes["last_seq"] = last_seq
        return self._change(session_id, changes, only_from={State.LISTENING})

    def take_typed_wish(self, session_id: str, recording_id: str) -> Session | None:
        """listen detect with a text: ready → processing; None before hello or after the close."""
        changes = {"state": State.PROCESSING, "recording_id": recording_id, "is_typed": True}
        return self._change(
            session_id,
            changes,
            unless={State.CONNECTED, State.CLOSED},
            forget=("started_ms", "stopped_ms", "last_seq", "outcome"),
        )

    def discard_recording(self, session_id: str) -> Session | None:
        """listening → ready: discards the recording; None if there was none."""
        return self._change(session_id, {"state": State.READY}, only_from={State.LISTENING})

    def cancel_wish(self, session_id: str) -> Session | None:
        """processing → cancelled: Moderate and Deliver check for it; None if nothing was processing."""
        return self._change(session_id, {"state": State.CANCELLED}, only_from={State.PROCESSING})

    def close(self, session_id: str) -> Session | None:
        """$disconnect or goodbye; a running execution continues."""
        return self._change(session_id, {"state": State.CLOSED})

    def is_cancelled(self, session_id: str, recording_id: str) -> bool:
        session = self.find(session_id)
        return session is not None and session.state is State.CANCELLED and session.recording_id == recording_id

    def conclude(self, session_id: str, recording_id: str, outcome: str) -> None:
        """The execution's end: stores the outcome, and makes the session ready unless it has moved on."""
        same_recording = {"recording_id": recording_id}
        changes = {"state": State.READY, "outcome": outcome}
        if not self._change(session_id, changes, only_from={State.PROCESSING, State.CANCELLED}, given=same_recording):
            self._change(session_id, {"outcome": outcome}, given=same_recording)

    def _item(self, session_id: str) -> dict[str, Any] | None:
        with translated("DynamoDB"):
            response = self.dynamodb.get_item(
                TableName=self.table, Key={"session_id": {"S": session_id}}, ConsistentRead=True
            )
        return _plain(response["Item"]) if "Item" in response else None

    def _items_of(self, device_id: str) -> Iterator[dict[str, Any]]:
        """Latest first. The index is eventually consistent: an item that it still names may have been deleted."""
        with translated("DynamoDB"):
            pages = self.dynamodb.get_paginator("query").paginate(
                TableName=self.table,
                IndexName="by-device",
                KeyConditionExpression="device_id = :device",
                ExpressionAttributeValues={":device": {"S": device_id}},
                ScanIndexForward=False,
            )
            for listed in (_plain(item) for page in pages for item in page["Items"]):
                if item := self._item(listed["session_id"]):
                    yield item

    def _change(
        self,
        session_id: str,
        changed: dict[str, Any],
        *,
        only_from: set[State] | None = None,
        unless: set[State] | None = None,
        given: dict[str, Any] | None = None,
        forget: tuple[str, ...] = (),
    ) -> Session | None:
        """The session after the change; None if it does not exist or its state forbids the change."""
        names: dict[str, str] = {"#state": "state"}
        values: dict[str, Any] = {}

        def placeholder(name: str, value: Any, role: str) -> str:
            values[f":{role}_{name}"] = _serialize(value)
            return f":{role}_{name}"

        def named(name: str) -> str:
            names[f"#{name}"] = name
            return f"#{name}"

        update = "SET " + ", ".join(
            f"{named(name)} = {placeholder(name, value, 'new')}" for name, value in changed.items()
        )
        if forget:
            update += " REMOVE " + ", ".join(named(name) for name in forget)
        conditions = ["attribute_exists(session_id)"]
        conditions += [f"{named(name)} = {placeholder(name, value, 'is')}" for name, value in (given or {}).items()]
        if only_from:
            conditions.append(
                f"#state IN ({', '.join(placeholder(state, state, 'from') for state in sorted(only_from))})"
            )
        if unless:
            conditions.append(
                f"NOT #state IN ({', '.join(placeholder(state, state, 'not') for state in sorted(unless))})"
            )
        condition = " AND ".join(conditions)
        with translated("DynamoDB"):
            try:
                response = self.dynamodb.update_item(
                    TableName=self.table,
                    Key={"session_id": {"S": session_id}},
                    UpdateExpression=update,
                    ConditionExpression=condition,
                    ExpressionAttributeNames={
                        mark: name for mark, name in names.items() if mark in update or mark in condition
                    },
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                )
            except ClientError as exc:
                if error_code(exc) == "ConditionalCheckFailedException":
                    return None
                raise
        return Session.model_validate(_plain(response["Attributes"]))


def _plain(item: Any) -> dict[str, Any]:
    """From DynamoDB's own JSON."""
    return {name: _deserialize(value) for name, value in item.items()}
