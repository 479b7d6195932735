"""The sessions table: who is connected, and what state the talk is in.

Every change of state is one conditional update, so two messages at once cannot both win.
"""

from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from stikadoo.aws.clients import client, translated
from stikadoo.execution import ListenMode
from stikadoo.session import Session, State

_SAID_IN_HELLO = {
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


@dataclass(frozen=True)
class Registry:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey for DynamoDB's troubles."""

    table: str

    @property
    def _dynamodb(self) -> Any:
        return client("dynamodb")

    def open(self, session: Session) -> None:
        """$connect: a new session, or the same once more."""
        fields = session.model_dump(mode="json", exclude_none=True)
        item = {name: _serialize(value) for name, value in fields.items()}
        with translated("DynamoDB"):
            self._dynamodb.put_item(TableName=self.table, Item=item)

    def find(self, session_id: str) -> Session | None:
        """Strongly consistent: a message may follow its predecessor within milliseconds."""
        with translated("DynamoDB"):
            found = self._dynamodb.get_item(
                TableName=self.table, Key={"session_id": {"S": session_id}}, ConsistentRead=True
            )
        return _session(found["Item"]) if "Item" in found else None

    def greet(self, session: Session) -> Session | None:
        """hello: what the device says of itself; None if its session is gone."""
        said = session.model_dump(
            mode="json",
            include=_SAID_IN_HELLO,
        )
        return self._change(session.session_id, {**said, "state": State.READY})

    def start_listening(self, session_id: str, recording_id: str, started_ms: int, mode: ListenMode) -> Session | None:
        """listen start: a new recording; None before hello or after the close."""
        begun = {
            "state": State.LISTENING,
            "recording_id": recording_id,
            "started_ms": started_ms,
            "mode": mode,
            "is_typed": False,
        }
        return self._change(
            session_id,
            begun,
            unless={State.CONNECTED, State.CLOSED},
            forget=("stopped_ms", "last_seq", "outcome"),
        )

    def stop_listening(self, session_id: str, stopped_ms: int, last_seq: int | None) -> Session | None:
        """listening → processing; None if the session was not listening."""
        stopped: dict[str, Any] = {"state": State.PROCESSING, "stopped_ms": stopped_ms}
        if last_seq is not None:
            stopped["last_seq"] = last_seq
        return self._change(session_id, stopped, only_from={State.LISTENING})

    def take_typed_wish(self, session_id: str, recording_id: str) -> Session | None:
        """listen detect with a text: straight to processing; None before hello or after the close."""
        begun = {"state": State.PROCESSING, "recording_id": recording_id, "is_typed": True}
        return self._change(
            session_id,
            begun,
            unless={State.CONNECTED, State.CLOSED},
            forget=("started_ms", "stopped_ms", "last_seq", "outcome"),
        )

    def discard_recording(self, session_id: str) -> Session | None:
        """listening → ready: the recording is forgotten; None if there was none."""
        return self._change(session_id, {"state": State.READY}, only_from={State.LISTENING})

    def cancel_wish(self, session_id: str) -> Session | None:
        """processing → cancelled: Moderate and Deliver look; None if nothing was under way."""
        return self._change(session_id, {"state": State.CANCELLED}, only_from={State.PROCESSING})

    def close(self, session_id: str) -> Session | None:
        """$disconnect or goodbye; what is being processed goes on."""
        return self._change(session_id, {"state": State.CLOSED})

    def is_cancelled(self, session_id: str, recording_id: str) -> bool:
        session = self.find(session_id)
        return session is not None and session.state is State.CANCELLED and session.recording_id == recording_id

    def conclude(self, session_id: str, recording_id: str, outcome: str) -> None:
        """The pipeline's end: the outcome is written, and the session is ready unless it has moved on."""
        mine = {"recording_id": recording_id}
        ended = {"state": State.READY, "outcome": outcome}
        if not self._change(session_id, ended, only_from={State.PROCESSING, State.CANCELLED}, given=mine):
            self._change(session_id, {"outcome": outcome}, given=mine)

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
        """The session as it is after the change; None if it is gone or its state forbids the change."""
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
                changed_item = self._dynamodb.update_item(
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
                if exc.response["Error"]["Code"] == "ConditionalCheckFailedException":
                    return None
                raise
        return _session(changed_item["Attributes"])


def _session(item: dict[str, Any]) -> Session:
    return Session.model_validate({name: _deserialize(value) for name, value in item.items()})
