"""The init phase of a route's Lambda: imports its route and creates its clients, before the first message.

Lambda gives the init phase a whole core, and a function of 256 MB a seventh of one. Outside of Lambda, as when chalice
imports the app to package it, nothing is prepared.
"""

import encodings.idna  # noqa: F401 # http.client encodes host names with it, and would import it in the first call
from importlib import import_module

from chalice_app.wiring import cloud
from stikadoo.errors import MissingSettings

COLLABORATORS = {
    "connect": ("registry", "devices", "token_keys", "tokens"),
    "disconnect": ("registry",),
    "hello": ("registry", "gateway"),
    "listen": ("registry", "bucket", "machine", "gateway"),
    "audio": ("bucket",),
    "abort": ("registry", "gateway"),
    "goodbye": ("registry", "gateway"),
    "mcp": ("registry", "gateway"),
    "printed": ("registry", "bucket", "gateway"),
}
"Module of chalice_app.routes → the attributes of Cloud that it uses, and the gateway for alerts."


def prepare(function_name: str) -> None:
    """`function_name`: stikadoo-<stage>-<route>, or …-message for $default, which runs every route; empty: none.

    A plain `chalice deploy` names $connect, $disconnect and $default …-websocket_connect and so on.
    """
    name = function_name.rpartition("-")[2].removeprefix("websocket_")
    for route in COLLABORATORS if name == "message" else {name} & COLLABORATORS.keys():
        import_module(f"chalice_app.routes.{route}")
        _create(COLLABORATORS[route])


def _create(collaborators: tuple[str, ...]) -> None:
    try:
        to = cloud()
    except MissingSettings:  # raised again, and logged, by the first call
        return
    for name in collaborators:
        if name != "tokens" or to.settings.tokens_parameter:
            getattr(to, name)
