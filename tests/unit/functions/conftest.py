"""What several workers' tests share: their environment, their keys, and all that they write."""

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
    """What an operator puts into SSM: with a line's end, as files have it."""
    for name, key in KEYS.items():
        client("ssm").put_parameter(Name=name, Type="SecureString", Value=f"{key}\n")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets a worker's environment by the fields of its settings."""

    def set_up(**fields: str) -> None:
        for name, value in fields.items():
            monkeypatch.setenv(variable(name), value)
        clear_settings()

    yield set_up
    clear_settings()


@pytest.fixture
def told(
    log: io.StringIO, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Callable[..., dict[str, Any]]:
    """The worker's last log line, of r1; none of the given secrets is in anything that was written, from INFO up."""
    caplog.set_level(logging.INFO)

    def last_line(*secrets: str) -> dict[str, Any]:
        printed = capfd.readouterr()
        records = "".join(str(vars(record)) for record in caplog.records)
        everything = log.getvalue() + printed.out + printed.err + caplog.text + records
        assert not [secret for secret in secrets if secret in everything]
        line: dict[str, Any] = json.loads(log.getvalue().splitlines()[-1])
        assert line["recording_id"] == "r1"
        return line

    return last_line
