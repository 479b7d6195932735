"""The init phase creates the stage's first engine, and leaves its errors to the first call."""

import io
import json
from collections.abc import Iterator

import pytest

from functions.transcribe.preparation import prepare
from stikadoo.errors import MissingSettings, ProviderUnavailable, StikadooError
from stikadoo.settings import clear_settings

FUNCTION = "stikadoo-dev-transcribe"


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch, aws: object) -> Iterator[None]:
    monkeypatch.setenv("STIKADOO_BUCKET", "any")
    clear_settings()
    yield
    clear_settings()


@pytest.mark.parametrize("engines", ["whisper", "whisper,transcribe-batch", " whisper , transcribe-batch"])
def test_the_first_engine_is_created(engines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STIKADOO_TRANSCRIBER", engines)
    created: list[str] = []
    prepare(FUNCTION, created.append)
    assert created == ["whisper"]


def test_a_fallback_is_created_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STIKADOO_TRANSCRIBER", "transcribe-batch,whisper")
    created: list[str] = []
    prepare(FUNCTION, created.append)
    assert created == ["transcribe-batch"]


def test_outside_of_lambda_nothing_is_created() -> None:
    prepare("", pytest.fail)


@pytest.mark.parametrize(
    "error", [ProviderUnavailable("whisper", "no"), MissingSettings(("STIKADOO_WHISPER_WEIGHTS",))]
)
def test_an_error_is_logged_and_left_to_the_first_call(error: StikadooError, log: io.StringIO) -> None:
    def fails(engine: str) -> None:
        raise error

    prepare(FUNCTION, fails)
    line = json.loads(log.getvalue())
    logged = line["level"], line["message"], line["error"], line["why"]
    assert logged == ("WARNING", "prepare", type(error).__name__, str(error))


def test_missing_settings_are_left_to_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STIKADOO_BUCKET")
    prepare(FUNCTION, pytest.fail)


@pytest.fixture
def _snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")


@pytest.mark.usefixtures("_snapshot")
@pytest.mark.parametrize("failures", [0, 1, 2])
def test_a_snapshot_s_temporary_errors_are_retried(failures: int) -> None:
    errors = [ProviderUnavailable("whisper", "no")] * failures
    created: list[str] = []

    def fails_at_first(engine: str) -> None:
        if errors:
            raise errors.pop()
        created.append(engine)

    prepare(FUNCTION, fails_at_first, retry_seconds=(0, 0))
    assert created == ["whisper"]


@pytest.mark.usefixtures("_snapshot")
@pytest.mark.parametrize(
    "error", [ProviderUnavailable("whisper", "no"), MissingSettings(("STIKADOO_WHISPER_WEIGHTS",))]
)
def test_no_snapshot_is_taken_without_the_engine(error: StikadooError) -> None:
    def fails(engine: str) -> None:
        raise error

    with pytest.raises(type(error)):
        prepare(FUNCTION, fails, retry_seconds=(0,))
