"""Environment variables become one frozen, typed object a deployable.

A field `bucket` is read from STIKADOO_BUCKET; one without a default must be set. Every missing name is reported at
once. Here are the routes'; the workers' are in stikadoo.worker_settings, so that no route pays for making them.
docs/settings.md is the table of all these classes.
"""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

from stikadoo.errors import MissingSettings

PREFIX = "STIKADOO_"

setting_class = dataclass(frozen=True, repr=False)
"Never shown: whole, it tells more than a log should hold."


@setting_class
class LogSettings:
    """Routes and workers."""

    metrics_namespace: str = "Stikadoo"
    "CloudWatch's; a stage has its own."


@setting_class
class RouteSettings:
    """chalice_app."""

    bucket: str
    table: str
    state_machine_arn: str
    api_endpoint: str = ""
    "Where to post answers; empty: https://{domainName}/{stage} of the event that is answered."
    tokens_parameter: str = ""
    "The SSM SecureString with the bearer tokens that may connect, separated by spaces; empty: every device may."
    wake_words: str = "hi stikadoo,hey stikadoo,你好小智"
    "listen detect with one of these starts nothing."
    max_chunk_bytes: int = 65536
    "The largest audio message, decoded."
    session_hours: int = 24
    "How long after connecting a session is forgotten."


Settings = TypeVar("Settings")


def settings(kind: type[Settings]) -> Settings:
    """This process's settings, read once. Raises MissingSettings."""
    chosen = _read_once(kind)  # type: ignore[arg-type] # a class is hashable, generic or not
    assert isinstance(chosen, kind)
    return chosen


@cache
def _read_once(kind: type[Any]) -> object:
    return read(kind, os.environ)


def clear_settings() -> None:
    """For tests, which change the environment."""
    _read_once.cache_clear()


def read(kind: type[Settings], environ: Mapping[str, str]) -> Settings:
    """Raises MissingSettings naming all that are missing, ValueError for a number that is none."""
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


def variable(field_name: str) -> str:
    """The environment variable a field is read from."""
    return PREFIX + field_name.upper()
