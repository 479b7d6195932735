"""mcp: the device is the server of its tools; what it replies is noted, as a developer asks what a device can do."""

from chalice_app.checks import greeted, own_session, spoken
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.errors import MalformedMessage
from stikadoo.logs import Line
from stikadoo.messages import Mcp


def route(message: Incoming, cloud: Cloud, line: Line) -> None:
    mcp = spoken(message, Mcp)
    session_id = own_session(message, mcp.session_id)
    if mcp.payload.get("jsonrpc") != "2.0":
        raise MalformedMessage("mcp.payload: JSON-RPC 2.0 says so in jsonrpc")
    greeted(cloud.registry.find(session_id))
    line.add(session_id=session_id, rpc_id=mcp.payload.get("id"), method=mcp.payload.get("method"))
    if "error" in mcp.payload:
        line.warn(rpc_error=True)
