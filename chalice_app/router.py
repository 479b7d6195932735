"""Dispatches events to routes by message type; answers malformed messages with an alert.

A message of an unknown type is logged and ignored: firmware vibrates on an alert. The connection stays usable after a
malformed message. A route's module is imported by chalice_app.preparation, or else by its first message.
"""

from importlib import import_module
from typing import Any

from chalice_app.incoming import REPEATED, Incoming, incoming
from chalice_app.wiring import Cloud, cloud
from stikadoo import envelope
from stikadoo.errors import MalformedMessage, OperatorError, StikadooError, TemporaryError
from stikadoo.logs import LogLine, log_line
from stikadoo.message_routes import MESSAGE_ROUTES

ROUTES = {"connect": "connect", "disconnect": "disconnect", **MESSAGE_ROUTES}
"Message type, or event of API Gateway's own → module of chalice_app.routes."

MESSAGE_TYPES = tuple(MESSAGE_ROUTES)
LIFECYCLE_EVENTS = ("connect", "disconnect")

OK = {"statusCode": 200}

REPEATED_TYPES = ("audio", "listen", "abort", "print")
"""Messages that are not lost if a dependency fails: the function invokes itself again with the same event, whose time
counts. Nobody waits for their answer, and handling them twice changes nothing."""

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
            module = import_module(f"chalice_app.routes.{ROUTES[name]}")
            return module.route(message, cloud(), line) or OK
        except MalformedMessage as exc:
            line.warn(refused=str(exc))
            _alert(message, cloud(), line, str(exc))
            return OK
        except StikadooError as exc:
            if route in LIFECYCLE_EVENTS:
                raise
            if isinstance(exc, TemporaryError) and name in REPEATED_TYPES and _repeats_later(event, message):
                line.warn(repeated_later=str(exc))
                return OK
            _alert(message, cloud(), line, "something is wrong on our side; please try again")
            raise


def _repeats_later(event: dict[str, Any], message: Incoming) -> bool:
    """Whether the message will be handled again, once more, by this function: a dependency may then be available."""
    function = cloud().this_function
    if function is None or message.is_repeated:
        return False
    try:
        function.invoke_later({**event, REPEATED: True})
    except (TemporaryError, OperatorError):
        return False
    return True


def _alert(message: Incoming, to: Cloud, line: LogLine, text: str) -> None:
    from stikadoo.errors import DeviceGone
    from stikadoo.messages import Alert
    from stikadoo.session import session_id_of

    session_id = session_id_of(message.connection_id)
    try:
        to.postbox(message).post(Alert(session_id=session_id, status="error", message=text, emotion="confused"))
    except DeviceGone:
        line.add(was_told=False)
