"""API Gateway's @connections API as a local server: POST /@connections/{id} stores the message, or answers 410 or 429.

The wire format of PostToConnection: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from stikadoo.aws.clients import client
from stikadoo.aws.postbox import Postbox
from stikadoo.execution import Device
from stikadoo.messages import CloudMessage, from_cloud


class Connections:
    """The connections and the messages posted to each; all are open unless they are in `gone`."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.gone: set[str] = set()
        self.throttled: dict[str, int] = defaultdict(int)
        "By connection: how many more requests are refused."
        self.throttled_after: dict[str, int] = {}
        "By connection: after how many messages all others are refused."
        self.leaves_after: dict[str, int] = {}
        "By connection: after how many messages it closes."
        self._sent: dict[str, list[str]] = defaultdict(list)

    def take(self, connection_id: str, text: str) -> tuple[int, str]:
        """The HTTP status, and the error's name for an error."""
        if connection_id in self.gone:
            return 410, "GoneException"
        if self.throttled[connection_id] > 0:
            self.throttled[connection_id] -= 1
            return 429, "LimitExceededException"
        if len(self._sent[connection_id]) >= self.throttled_after.get(connection_id, 1_000_000):
            return 429, "LimitExceededException"
        self._sent[connection_id].append(text)
        if len(self._sent[connection_id]) == self.leaves_after.get(connection_id):
            self.gone.add(connection_id)
        return 200, ""

    def sent(self, connection_id: str) -> list[CloudMessage]:
        return [from_cloud(text) for text in self._sent[connection_id]]

    def types(self, connection_id: str) -> list[str]:
        return [message.type for message in self.sent(connection_id)]

    def postbox(self, connection_id: str) -> Postbox:
        return Postbox(connection_id, client("apigatewaymanagementapi", self.endpoint))

    def connect(self, device: Device) -> Postbox:
        """As a worker does, whatever endpoint the device has."""
        return self.postbox(device.connection_id)


@contextmanager
def connections_api() -> Iterator[Connections]:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            connection_id = unquote(self.path).rsplit("/", 1)[1]
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, error = connections.take(connection_id, body.decode())
            self.send_response(status)
            if error:
                self.send_header("x-amzn-ErrorType", error)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """No log of requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    connections = Connections(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield connections
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
