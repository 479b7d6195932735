"""mcp: logs the device's JSON-RPC replies. The device is the MCP server; the cloud calls no tools yet."""

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.errors import MalformedMessage
from stikadoo.logs import LogLine
from stikadoo.messages import Mcp

_LOGGED_CHARACTERS = 100


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    mcp = parse_message(message, Mcp)
    session_id = own_session_id(message, mcp.session_id)
    if mcp.payload.get("jsonrpc") != "2.0":
        raise MalformedMessage('mcp.payload.jsonrpc: "2.0" is required')
    require_hello(cloud.registry.find(session_id))
    line.add(session_id=session_id, rpc_id=_logged(mcp.payload.get("id")), method=_logged(mcp.payload.get("method")))
    if "error" in mcp.payload:
        line.warn(rpc_error=True)


def _logged(value: object) -> object:
    """An id or a method as it may be logged: a number, or the beginning of a text."""
    return value if value is None or isinstance(value, int) else str(value)[:_LOGGED_CHARACTERS]
