"""Settings from environment variables: one frozen, typed class per deployable.

A field `bucket` is read from STIKADOO_BUCKET; a field without a default is required. All missing variables are reported
together. The workers' settings are in stikadoo.worker_settings, so that routes do not pay for creating these classes.
docs/settings.md lists all settings.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

from stikadoo.errors import MissingSettings

PREFIX = "STIKADOO_"

setting_class = dataclass(frozen=True, repr=False)
"Without a repr: settings must not end up in a log."


@setting_class
class LogSettings:
    """Settings of routes and workers."""

    metrics_namespace: str = "Stikadoo"
    "The stage's CloudWatch namespace."


@setting_class
class RouteSettings:
    """Settings of chalice_app."""

    bucket: str
    table: str
    state_machine_arn: str
    devices_table: str
    token_keys_parameter: str
    "SSM SecureString with the keys of the device tokens: stikadoo.device_tokens."
    api_endpoint: str = ""
    "Endpoint of @connections; {apiId} and {stage} stand for the event's. Empty: the API's own, of execute-api."
    tokens_parameter: str = ""
    "SSM SecureString with further bearer tokens that may connect, separated by white space; empty: none."
    open_mode: str = "false"
    "true: a device may connect without a token unless it is blocked, or `tokens_parameter` is set."
    wake_words: str = ""
    "Wake words besides those of stikadoo/wake_words.py, separated by commas."
    max_chunk_bytes: int = 65536
    "Maximum size of a decoded audio message."
    session_hours: int = 24
    "Lifetime of a session's record, from $connect."


Settings = TypeVar("Settings")


def settings(kind: type[Settings]) -> Settings:
    """Settings from this process's environment, cached. Raises MissingSettings."""
    cached = _read_cached(kind)  # type: ignore[arg-type] # a class is hashable, generic or not
    assert isinstance(cached, kind)
    return cached


@cache
def _read_cached(kind: type[Any]) -> object:
    return read(kind, os.environ)


def clear_settings() -> None:
    """Clear the cache, for tests that change the environment."""
    _read_cached.cache_clear()


def read(kind: type[Settings], environ: Mapping[str, str]) -> Settings:
    """Raises MissingSettings with all missing variables, and ValueError for an invalid number."""
    types = get_type_hints(kind)
    values: dict[str, Any] = {}
    missing: list[str] = []
    for field in fields(kind):  # type: ignore[arg-type] # every kind is one of the dataclasses above
        name = variable(field.name)
        if name in environ:
            values[field.name] = types[field.name](environ[name])
        elif field.default is MISSING:
            missing.append(name)
    if missing:
        raise MissingSettings(tuple(missing))
    return kind(**values)


def lambda_function_name() -> str:
    """Of the Lambda that this process is; empty outside of Lambda, as when chalice packages the app."""
    return os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")


def is_snapshot() -> bool:
    """Whether this is the init phase that Lambda runs for a snapshot of SnapStart."""
    return os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"


def aws_region() -> str:
    """Lambda sets it."""
    return os.environ.get("AWS_REGION", "")


@contextmanager
def environment_variable(name: str, value: str) -> Iterator[None]:
    """Set for a library that reads it while it is loaded; child processes shall not inherit it."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def variable(field_name: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field_name.upper()
