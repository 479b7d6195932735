"""Chalice's door: it takes the app from here, and these names become the Lambda handlers."""

from chalice_app.app import (
    abort,
    app,
    audio,
    goodbye,
    hello,
    listen,
    mcp,
    on_connect,
    on_disconnect,
    on_message,
    printed,
)

__all__ = [
    "abort",
    "app",
    "audio",
    "goodbye",
    "hello",
    "listen",
    "mcp",
    "on_connect",
    "on_disconnect",
    "on_message",
    "printed",
]
