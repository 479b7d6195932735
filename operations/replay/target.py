"""Who gets a replay's sticker: the device as it is connected now, another one, or nobody, where it goes to a folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer

from operations.stage import Stage
from stikadoo.execution import Device
from stikadoo.keys import canonical_device_id
from stikadoo.session import Session, State

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_CANNOT_TAKE = {State.CONNECTED, State.CLOSED}
"Before hello nobody knows its printer; after the close nobody is there."

_deserialize = TypeDeserializer().deserialize


@dataclass(frozen=True)
class Receiver:
    """Who is told, and for which printer it is made."""

    device: Device
    folder: Path | None = None
    "Where the sticker goes instead, once it is made."

    @property
    def is_connected(self) -> bool:
        return bool(self.device.connection_id)

    def __str__(self) -> str:
        if self.folder:
            return f"the folder {self.folder}; no device is told"
        if self.is_connected:
            return f"{self.device.device_id}, connected as {self.device.connection_id}"
        return f"nobody: {self.device.device_id} is not connected, its sticker will be kept"


def receiver(stage: Stage, original: Device, to: str | None) -> Receiver:
    """`to`: a device's id, or a folder (one that is there, or a path with a slash); None: where the original came from.

    Raises ValueError if another device was named and is not connected, ClientError.
    """
    if to is not None and _is_folder(to):
        return Receiver(_alone(original), Path(to).expanduser())
    device_id = canonical_device_id(to or original.device_id)
    found = newest_session(stage, device_id)
    if found:
        return Receiver(found.device(stage.api_endpoint or original.endpoint))
    if device_id == canonical_device_id(original.device_id):
        return Receiver(_alone(original))
    raise ValueError(
        f"{device_id} is not connected to {stage.name}: nobody knows its printer. Switch it on, or say a folder: "
        f"--to ./{device_id.replace(':', '')}"
    )


def newest_session(stage: Stage, device_id: str) -> Session | None:
    """The one that was opened last and is still open. Raises ClientError."""
    return next((session for session in _sessions(stage, device_id) if session.state not in _CANNOT_TAKE), None)


def _is_folder(to: str) -> bool:
    return "/" in to or Path(to).is_dir()


def _alone(device: Device) -> Device:
    return device.model_copy(update={"connection_id": ""})


def _sessions(stage: Stage, device_id: str) -> Iterator[Session]:
    """Latest first. The index lags behind: what it still names may be gone."""
    pages = stage.dynamodb.get_paginator("query").paginate(
        TableName=stage.table,
        IndexName="by-device",
        KeyConditionExpression="device_id = :device",
        ExpressionAttributeValues={":device": {"S": device_id}},
        ScanIndexForward=False,
    )
    for listed in (item for page in pages for item in page["Items"]):
        key = {"session_id": listed["session_id"]}
        found = stage.dynamodb.get_item(TableName=stage.table, Key=key, ConsistentRead=True)
        if "Item" in found:
            yield _session(found["Item"])


def _session(item: "dict[str, AttributeValueTypeDef]") -> Session:
    fields: dict[str, Any] = {name: _deserialize(value) for name, value in item.items()}
    return Session.model_validate(fields)
