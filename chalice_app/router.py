"""Message type → route. A bad message is answered and logged; the connection stays usable.

Routes are imported on use: those that only store audio never pay for pydantic.
"""

import json
from importlib import import_module
from typing import Any

from chalice_app.incoming import Incoming, incoming
from chalice_app.wiring import Cloud, cloud
from stikadoo.errors import MalformedMessage, StikadooError
from stikadoo.logs import Line, one_line
from stikadoo.message_routes import MESSAGE_ROUTES

ROUTES = {"connect": "connect", "disconnect": "disconnect", **MESSAGE_ROUTES}
"Message type, or event of API Gateway's own → module of chalice_app.routes."

API_GATEWAYS_OWN = ("connect", "disconnect")
MESSAGE_TYPES = tuple(MESSAGE_ROUTES)

OK = {"statusCode": 200}


def answer(route: str, event: dict[str, Any]) -> dict[str, Any]:
    """Runs one route on one event."""
    return _answer(incoming(event), route)


def answer_any(event: dict[str, Any]) -> dict[str, Any]:
    """$default: audio in base64 goes the short way, a JSON message to the route of its type."""
    return _answer(incoming(event), None)


def message_type(message: Incoming) -> str:
    """Raises MalformedMessage."""
    if not message.is_json:
        return "audio"
    try:
        kind = json.loads(message.text).get("type")
    except ValueError as exc:
        raise MalformedMessage("this is not JSON") from exc
    if kind not in MESSAGE_TYPES:
        raise MalformedMessage(f"no message has this type; there are: {', '.join(MESSAGE_TYPES)}")
    return str(kind)


def _answer(message: Incoming, route: str | None) -> dict[str, Any]:
    with one_line(route or "message", connection_id=message.connection_id) as line:
        try:
            name = route or message_type(message)
            line.add(route=name)
            module = import_module(f"chalice_app.routes.{ROUTES[name]}")
            return module.route(message, cloud(), line) or OK
        except MalformedMessage as exc:
            line.warn(refused=str(exc))
            _alert(message, cloud(), line, str(exc))
            return OK
        except StikadooError:
            if route in API_GATEWAYS_OWN:
                raise
            _alert(message, cloud(), line, "something is wrong on our side; please try again")
            raise


def _alert(message: Incoming, to: Cloud, line: Line, sentence: str) -> None:
    from stikadoo.errors import DeviceGone
    from stikadoo.messages import Alert
    from stikadoo.session import session_of

    session_id = session_of(message.connection_id)
    try:
        to.postbox(message).post(Alert(session_id=session_id, status="error", message=sentence, emotion="confused"))
    except DeviceGone:
        line.add(was_told=False)
