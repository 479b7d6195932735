"""The devices table: one item per registered device. Sessions, one per connection, are stikadoo.aws.registry.

b4:3a:45:9b:94:74             a device: stikadoo.registered_device
code 482913                   an open code: {holder, client_id, expires_at}
guesses {who} {window}        wrong codes of an operator, or of all, in a quarter of an hour: {guesses, expires_at}
codes {window}                new codes in a quarter of an hour: {guesses, expires_at}

A Device-Id has no space, so it is none of the others. `expires_at` is the table's TTL attribute.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from stikadoo.aws.clients import translated
from stikadoo.registered_device import ApprovedBy, DeviceState, RegisteredDevice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy_boto3_dynamodb import DynamoDBClient

    from stikadoo.registered_device import Applicant, Reported

CODE_SECONDS = 15 * 60

NEW_SECONDS = 24 * 60 * 60
"How long a device that nobody approves is kept."

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


@dataclass(frozen=True)
class DeviceRegistry:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey when DynamoDB fails."""

    table: str
    dynamodb: DynamoDBClient = field(repr=False, compare=False)

    def find(self, device_id: str) -> RegisteredDevice | None:
        """Strongly consistent: a device that was blocked is refused at once."""
        item = self._item(device_id)
        return None if item is None else RegisteredDevice.model_validate(item)

    def listed(self) -> Iterator[RegisteredDevice]:
        with translated("DynamoDB"):
            pages = self.dynamodb.get_paginator("scan").paginate(
                TableName=self.table,
                FilterExpression="attribute_exists(#state)",
                ExpressionAttributeNames={"#state": "state"},
            )
            for page in pages:
                yield from (RegisteredDevice.model_validate(_plain(item)) for item in page["Items"])

    def report(self, applicant: Applicant, now: float) -> None:
        """Stores what an admitted device says about itself."""
        self._set(applicant.device_id, _seen(applicant.reported, now), "attribute_exists(device_id)")

    def admit(self, applicant: Applicant, now: float) -> bool:
        """In open mode: makes a device active; False if it is blocked, or an operator approved another client of it."""
        admitted = self._set(
            applicant.device_id,
            {**_seen(applicant.reported, now), "state": "active", "client_id": applicant.client_id},
            "NOT #state = :blocked AND (NOT approved_by = :operator OR client_id = :client_id)",
            {":blocked": "blocked", ":operator": ApprovedBy.OPERATOR.value},
            first={"first_seen": int(now), "approved_by": ApprovedBy.OPEN_MODE.value},
            removed=_OFFER,
        )
        return admitted is not None

    def register(self, applicant: Applicant, now: float) -> bool:
        """As an operator may without a code: makes this client the approved one; False if the device is blocked."""
        registered = self._set(
            applicant.device_id,
            {**_seen(applicant.reported, now), **_approved(applicant.client_id, now)},
            "NOT #state = :blocked",
            {":blocked": "blocked"},
            first={"first_seen": int(now)},
            removed=_OFFER,
        )
        return registered is not None

    def offer_code(self, applicant: Applicant, code: str, state: DeviceState | None, now: float) -> bool:
        """Stores a code with which the device asks to be approved.

        `state`: as it was read; None for an unknown device. Returns False if that has changed, or if the code is taken.
        """
        expires_at = int(now) + CODE_SECONDS
        if not self._reserve(code, applicant, expires_at, now):
            return False
        fields: dict[str, Any] = {
            "code": code,
            "code_client_id": applicant.client_id,
            "code_expires_at": expires_at,
        }
        if state is not DeviceState.ACTIVE:  # nobody but an admitted client changes what an active device is
            fields |= {**_seen(applicant.reported, now), "state": "new", "expires_at": int(now) + NEW_SECONDS}
        condition = "#state = :before" if state else "attribute_not_exists(device_id)"
        before = {":before": state.value} if state else {}
        return self._set(applicant.device_id, fields, condition, before, first={"first_seen": int(now)}) is not None

    def asking(self, code: str, now: float) -> RegisteredDevice | None:
        """The device that shows this code, as it is before its approval."""
        reserved = self._item(_code_key(code))
        device = self.find(reserved["holder"]) if reserved else None
        return device if device and device.open_code(device.code_client_id, now) == code else None

    def approve(self, code: str, now: float) -> RegisteredDevice | None:
        """Makes the device that shows this code active; None if there is none, or no more."""
        reserved = self._item(_code_key(code))
        if reserved is None or now >= reserved["expires_at"]:
            return None
        device = self._set(
            reserved["holder"],
            _approved(reserved["client_id"], now),
            "code = :code AND code_client_id = :client_id AND NOT #state = :blocked",
            {":code": code, ":blocked": "blocked"},
            removed=_OFFER,
        )
        self.delete(_code_key(code))
        return device

    def block(self, device_id: str) -> None:
        """Also a device that was never registered."""
        self._set(device_id, {"state": "blocked"}, removed=_OFFER)

    def unblock(self, device_id: str, state: DeviceState) -> RegisteredDevice | None:
        """None if the device is not blocked; what it has asked for since stays then."""
        return self._set(device_id, {"state": state.value}, "#state = :blocked", {":blocked": "blocked"})

    def change(self, device_id: str, fields: Mapping[str, str]) -> RegisteredDevice | None:
        """An operator's change of anything but the state; None if there is no such device."""
        return self._set(device_id, fields, "attribute_exists(device_id)")

    def delete(self, key: str) -> None:
        with translated("DynamoDB"):
            self.dynamodb.delete_item(TableName=self.table, Key={"device_id": {"S": key}})

    def count_guess(self, who: str, limit: int, now: float) -> bool:
        """Counts an attempt to approve a code before it is made; False if `who` has made too many in this window."""
        return self._count(_guesses_key(who, int(now) // CODE_SECONDS), limit, now)

    def count_code(self, limit: int, now: float) -> bool:
        """Counts a new code before it is given out; False if there were too many in this window."""
        return self._count({"device_id": {"S": f"codes {int(now) // CODE_SECONDS}"}}, limit, now)

    def _count(self, key: Any, limit: int, now: float) -> bool:
        """One more in this window, unless there are as many as `limit`."""
        window = int(now) // CODE_SECONDS
        with translated("DynamoDB"):
            try:
                self.dynamodb.update_item(
                    TableName=self.table,
                    Key=key,
                    UpdateExpression="ADD guesses :one SET expires_at = :expires_at",
                    ConditionExpression="attribute_not_exists(guesses) OR guesses < :limit",
                    ExpressionAttributeValues={
                        ":one": {"N": "1"},
                        ":limit": {"N": str(limit)},
                        ":expires_at": {"N": str((window + 2) * CODE_SECONDS)},
                    },
                )
            except self.dynamodb.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def uncount_guess(self, who: str, now: float) -> None:
        """The attempt was right."""
        with translated("DynamoDB"):
            self.dynamodb.update_item(
                TableName=self.table,
                Key=_guesses_key(who, int(now) // CODE_SECONDS),
                UpdateExpression="ADD guesses :less",
                ExpressionAttributeValues={":less": {"N": "-1"}},
            )

    def _reserve(self, code: str, applicant: Applicant, expires_at: int, now: float) -> bool:
        """DynamoDB deletes expired items within days, so an expired code may still be there."""
        item = {
            "device_id": _code_key(code),
            "holder": applicant.device_id,
            "client_id": applicant.client_id,
            "expires_at": expires_at,
        }
        with translated("DynamoDB"):
            try:
                self.dynamodb.put_item(
                    TableName=self.table,
                    Item={name: _serialize(value) for name, value in item.items()},
                    ConditionExpression="attribute_not_exists(device_id) OR expires_at <= :now",
                    ExpressionAttributeValues={":now": {"N": str(int(now))}},
                )
            except self.dynamodb.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _item(self, key: str) -> dict[str, Any] | None:
        with translated("DynamoDB"):
            response = self.dynamodb.get_item(TableName=self.table, Key={"device_id": {"S": key}}, ConsistentRead=True)
        return _plain(response["Item"]) if "Item" in response else None

    def _set(
        self,
        device_id: str,
        fields: Mapping[str, Any],
        condition: str = "",
        more: Mapping[str, Any] | None = None,
        *,
        first: Mapping[str, Any] | None = None,
        removed: tuple[str, ...] = (),
    ) -> RegisteredDevice | None:
        """The device after the update; None if the condition is false.

        `more`: values of the condition; `first`: attributes that keep a value that they have.
        A condition about an attribute that is absent is false, so its negation holds for an unknown device.
        """
        first = first or {}
        values = {f":{name}": value for name, value in {**fields, **first}.items()} | dict(more or {})
        assignments = [f"#{name} = :{name}" for name in fields]
        assignments += [f"{name} = if_not_exists({name}, :{name})" for name in first]
        update = "SET " + ", ".join(assignments) + (f" REMOVE {', '.join(removed)}" if removed else "")
        named = {*fields, *(["state"] if "#state" in condition else [])}
        optional: dict[str, Any] = {"ExpressionAttributeNames": {f"#{name}": name for name in named}}
        if condition:
            optional["ConditionExpression"] = condition
        with translated("DynamoDB"):
            try:
                response = self.dynamodb.update_item(
                    TableName=self.table,
                    Key={"device_id": {"S": device_id}},
                    UpdateExpression=update,
                    ExpressionAttributeValues={name: _serialize(value) for name, value in values.items()},
                    ReturnValues="ALL_NEW",
                    **optional,
                )
            except self.dynamodb.exceptions.ConditionalCheckFailedException:
                return None
        return RegisteredDevice.model_validate(_plain(response["Attributes"]))


_OFFER = ("code", "code_client_id", "code_expires_at", "expires_at")
"What an unapproved device has."


def _approved(client_id: str, now: float) -> dict[str, Any]:
    approval = {"approved_by": ApprovedBy.OPERATOR.value, "approved_at": int(now)}
    return {"state": DeviceState.ACTIVE.value, "client_id": client_id, **approval}


def _seen(reported: Reported, now: float) -> dict[str, Any]:
    return {**reported.model_dump(), "last_seen": int(now)}


def _code_key(code: str) -> str:
    return f"code {code}"


def _guesses_key(who: str, window: int) -> Any:
    return {"device_id": {"S": f"guesses {who} {window}"}}


def _plain(item: Any) -> dict[str, Any]:
    """From DynamoDB's own JSON."""
    return {name: _deserialize(value) for name, value in item.items()}
