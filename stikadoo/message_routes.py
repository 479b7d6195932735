"""Message types a device sends, and the route that handles each: a module of chalice_app.routes, a Lambda of that name.

Free of pydantic: the audio route imports it.
"""

MESSAGE_ROUTES = {
    "hello": "hello",
    "listen": "listen",
    "audio": "audio",
    "abort": "abort",
    "goodbye": "goodbye",
    "mcp": "mcp",
    "print": "printed",
}
