"""Chalice's entry module: re-exports `app` and the functions that are the Lambda handlers."""

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
