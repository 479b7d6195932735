"""Lambda entry points of the WebSocket API; each delegates to the router.

Chalice registers `$connect`, `$disconnect` and `$default`; infra/routes_template.py adds the other routes. `$default`
handles every message type, so a plain `chalice deploy` gives a working API without them.
"""

from typing import Any

from chalice.app import Chalice, WebsocketEvent

from chalice_app.preparation import prepare
from chalice_app.router import answer, answer_any
from stikadoo.settings import lambda_function_name

app = Chalice(
    app_name="stikadoo", configure_logs=False
)  # Chalice would set the level of our logger, which has its app's name
app.experimental_feature_flags.update(["WEBSOCKETS"])


@app.on_ws_connect(name="connect")
def on_connect(event: WebsocketEvent) -> dict[str, Any]:
    return answer("connect", event.to_dict())


@app.on_ws_message(name="message")
def on_message(event: WebsocketEvent) -> dict[str, Any]:
    return answer_any(event.to_dict())


@app.on_ws_disconnect(name="disconnect")
def on_disconnect(event: WebsocketEvent) -> dict[str, Any]:
    return answer("disconnect", event.to_dict())


@app.lambda_function(name="audio")
def audio(event: dict[str, Any], context: object) -> dict[str, Any]:
    return answer("audio", event)


@app.lambda_function(name="hello")
def hello(event: dict[str, Any], context: object) -> dict[str, Any]:
    return answer("hello", event)


@app.lambda_function(name="listen")
def listen(event: dict[str, Any], context: object) -> dict[str, Any]:
    return answer("listen", event)


@app.lambda_function(name="abort")
def abort(event: dict[str, Any], context: object) -> dict[str, Any]:
    return answer("abort", event)


@app.lambda_function(name="goodbye")
def goodbye(event: dict[str, Any], context: object) -> dict[str, Any]:
    return answer("goodbye", event)


@app.lambda_function(name="mcp")
def mcp(event: dict[str, Any], context: object) -> dict[str, Any]:
    return answer("mcp", event)


@app.lambda_function(name="printed")
def printed(event: dict[str, Any], context: object) -> dict[str, Any]:
    return answer("print", event)


prepare(lambda_function_name())
