"""Fixtures shared by several workers' tests: environment, keys and log output."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from infra.local_aws import LocalAws
from stikadoo.aws.clients import client
from stikadoo.settings import clear_settings, variable
from tests.unit.functions.keys import KEYS


@pytest.fixture(scope="session")
def keys(aws: LocalAws) -> None:
    """Keys in SSM, with the newline that a file would have."""
    for name, key in KEYS.items():
        client("ssm").put_parameter(Name=name, Type="SecureString", Value=f"{key}\n")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets a worker's environment by the names of its settings' fields."""

    def set_up(**fields: str) -> None:
        for name, value in fields.items():
            monkeypatch.setenv(variable(name), value)
        clear_settings()

    yield set_up
    clear_settings()


@pytest.fixture
def last_log_line(
    log: io.StringIO, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Callable[..., dict[str, Any]]:
    """Reads the worker's last log line, of r1; asserts that no output or log record from INFO up has a secret."""
    caplog.set_level(logging.INFO)

    def read_last_line(*secrets: str) -> dict[str, Any]:
        printed = capfd.readouterr()
        records = "".join(str(vars(record)) for record in caplog.records)
        everything = log.getvalue() + printed.out + printed.err + caplog.text + records
        assert not [secret for secret in secrets if secret in everything]
        line: dict[str, Any] = json.loads(log.getvalue().splitlines()[-1])
        assert line["recording_id"] == "r1"
        return line

    return read_last_line
