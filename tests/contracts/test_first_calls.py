"""A route's first message pays for itself alone: its Lambda's init phase has imported and created what it uses."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from benchmarks.first_calls import CONVERSATION, Call, first_calls, route_environment
from chalice_app.preparation import COLLABORATORS
from chalice_app.router import ROUTES
from infra.local_aws import LocalAws
from infra.wheels import ROOT

MESSAGES = [sent.name for sent in CONVERSATION]


@pytest.fixture(scope="module")
def environ(aws: LocalAws) -> Iterator[dict[str, str]]:
    with route_environment(aws) as environ:
        yield environ


@pytest.fixture(scope="module")
def prepared(environ: dict[str, str]) -> dict[str, Call]:
    return {name: first for name, (first, _) in first_calls(environ).items()}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_first_call_imports_nothing(name: str, prepared: dict[str, Call]) -> None:
    assert prepared[name].imported == []


@pytest.mark.parametrize("name", MESSAGES)
def test_a_first_call_creates_no_client(name: str, prepared: dict[str, Call]) -> None:
    assert prepared[name].clients == 0


def test_every_route_is_prepared_and_called_here() -> None:
    assert set(COLLABORATORS) == set(ROUTES.values())
    assert {sent.function for sent in CONVERSATION} == {*COLLABORATORS, "message"}


def loaded(environ: dict[str, str]) -> set[str]:
    """The modules of a fresh process with this environment, before its first call."""
    completed = subprocess.run(
        [sys.executable, "-c", "import app, sys; print(*sys.modules)"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.returncode == 0, completed.stderr
    return set(completed.stdout.split())


def test_audio_is_prepared_without_pydantic(environ: dict[str, str]) -> None:
    modules = loaded(environ | {"AWS_LAMBDA_FUNCTION_NAME": "stikadoo-dev-audio"})
    assert {"chalice_app.routes.audio", "boto3.s3.inject"} <= modules
    assert "pydantic" not in modules


def test_a_lambda_without_settings_starts_and_can_say_so() -> None:
    """As after a `chalice deploy` without `stikadoo settings`: the call raises MissingSettings, not the import."""
    assert "chalice_app.routes.hello" in loaded({"AWS_LAMBDA_FUNCTION_NAME": "stikadoo-dev-hello"})


def test_outside_of_lambda_nothing_is_prepared() -> None:
    """Chalice imports the app to package it, without a region, credentials or settings."""
    assert not any(name.startswith("chalice_app.routes.") for name in loaded({}))
