"""Dispatches events to routes by message type; answers malformed messages with an alert.

A message of an unknown type is logged and ignored: firmware vibrates on an alert. The connection stays usable after a
malformed message. A route's module is imported by chalice_app.preparation, or else by its first message.
"""

import time
from importlib import import_module
from typing import Any

from chalice_app.incoming import RETRY, Incoming, incoming
from chalice_app.wiring import Cloud, cloud
from stikadoo import envelope
from stikadoo.errors import MalformedMessage, StikadooError, TemporaryError
from stikadoo.logs import LogLine, log_line
from stikadoo.message_routes import MESSAGE_ROUTES

ROUTES = {"connect": "connect", "disconnect": "disconnect", **MESSAGE_ROUTES}
"Message type, or event of API Gateway's own → module of chalice_app.routes."

MESSAGE_TYPES = tuple(MESSAGE_ROUTES)
LIFECYCLE_EVENTS = ("connect", "disconnect")

OK = {"statusCode": 200}

RETRIED_SECONDS = {"audio": 15, "listen": 300, "abort": 300, "print": 300}
"""Message types that are not lost if a dependency fails, and how long after their arrival they still make sense.

The function invokes itself again with the same event, asynchronously; Lambda then retries it after one minute and after
two more. Nobody waits for their answer, and handling them twice changes nothing.
"""

LAST_RETRY_SECONDS = 150
"After the message's arrival: a retry later than that is the last one."

_LOGGED_CHARACTERS = 40
"Of an unknown type."


def answer(route: str, event: dict[str, Any]) -> dict[str, Any]:
    """Run one route on one event."""
    return _answer(event, route)


def answer_any(event: dict[str, Any]) -> dict[str, Any]:
    """Run the route for an event of $default: audio for bare base64, else by the JSON message's type."""
    return _answer(event, None)


def message_type(message: Incoming) -> str:
    """The type of a JSON message, known or not; audio for bare base64. Raises MalformedMessage."""
    return envelope.message_type(envelope.parse_object(message.text), MESSAGE_TYPES) if message.is_json else "audio"


def _answer(event: dict[str, Any], route: str | None) -> dict[str, Any]:
    message = incoming(event)
    with log_line(route or "message", connection_id=message.connection_id) as line:
        try:
            name = route or message_type(message)
            if route is None and name not in MESSAGE_TYPES:
                line.add(unknown_type=name[:_LOGGED_CHARACTERS])
                return OK
            line.add(route=name)
            if _is_too_late(name, message):
                line.warn(too_late=True)
                return OK
            module = import_module(f"chalice_app.routes.{ROUTES[name]}")
            return module.route(message, cloud(), line) or OK
        except MalformedMessage as exc:
            line.warn(refused=str(exc))
            _alert(message, cloud(), line, str(exc))
            return OK
        except StikadooError as exc:
            if route in LIFECYCLE_EVENTS:
                raise
            if isinstance(exc, TemporaryError) and name in RETRIED_SECONDS and _retry_later(event, message):
                line.warn(retried_later=str(exc))
                return OK
            if not message.is_retry or _age_seconds(message) > LAST_RETRY_SECONDS:
                _alert(message, cloud(), line, "something is wrong on our side; please try again")
            raise


def _is_too_late(name: str, message: Incoming) -> bool:
    return message.is_retry and _age_seconds(message) > RETRIED_SECONDS.get(name, 0)


def _age_seconds(message: Incoming) -> float:
    return time.time() - message.arrived_ms / 1000


def _retry_later(event: dict[str, Any], message: Incoming) -> bool:
    """Invokes this function again, once. Returns whether that was possible."""
    function = cloud().this_function
    if function is None or message.is_retry:
        return False
    try:
        function.invoke_later({**event, RETRY: True})
    except StikadooError:
        return False
    return True


def _alert(message: Incoming, to: Cloud, line: LogLine, text: str) -> None:
    from stikadoo.messages import Alert
    from stikadoo.session import session_id_of

    session_id = session_id_of(message.connection_id)
    try:
        to.postbox(message).post(Alert(session_id=session_id, status="error", message=text, emotion="confused"))
    except StikadooError as exc:  # what the alert is about matters more
        line.add(was_told=False, why_not=str(exc))
