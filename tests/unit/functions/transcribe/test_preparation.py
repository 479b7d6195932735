"""The init phase creates the stage's first engine, and leaves its errors to the first call."""

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
def test_an_error_is_left_to_the_first_call(error: StikadooError) -> None:
    def fails(engine: str) -> None:
        raise error

    prepare(FUNCTION, fails)


def test_missing_settings_are_left_to_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STIKADOO_BUCKET")
    prepare(FUNCTION, pytest.fail)
