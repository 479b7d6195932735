"""Settings from environment variables: typed, with all missing names reported together."""

from dataclasses import dataclass

import pytest

from stikadoo import worker_settings
from stikadoo.errors import MissingSettings
from stikadoo.settings import LogSettings, RouteSettings, clear_settings, read, settings, variable
from stikadoo.worker_settings import TranscodeSettings, WorkerSettings

ROUTES = {
    "STIKADOO_BUCKET": "b",
    "STIKADOO_TABLE": "t",
    "STIKADOO_STATE_MACHINE_ARN": "arn:aws:states:::x",
    "STIKADOO_DEVICES_TABLE": "d",
    "STIKADOO_TOKEN_KEYS_PARAMETER": "/stikadoo/dev/token-keys",
}
WORKER = {"STIKADOO_BUCKET": "b", "STIKADOO_TABLE": "t"}


def test_a_field_is_read_from_the_variable_of_its_name() -> None:
    assert variable("state_machine_arn") == "STIKADOO_STATE_MACHINE_ARN"
    assert read(RouteSettings, ROUTES).bucket == "b"


def test_what_has_a_default_need_not_be_set() -> None:
    assert read(TranscodeSettings, WORKER) == TranscodeSettings(bucket="b", table="t")


def test_numbers_are_parsed() -> None:
    environ = WORKER | {"STIKADOO_SETTLE_MS": "250", "STIKADOO_SILENCE_DBFS": "-42.5"}
    chosen = read(TranscodeSettings, environ)
    assert (chosen.settle_ms, chosen.silence_dbfs) == (250, -42.5)


def test_an_invalid_number_is_rejected() -> None:
    with pytest.raises(ValueError, match="soon"):
        read(TranscodeSettings, {"STIKADOO_BUCKET": "b", "STIKADOO_SETTLE_MS": "soon"})


def test_all_missing_names_are_reported_at_once() -> None:
    with pytest.raises(MissingSettings) as missing:
        read(RouteSettings, {"STIKADOO_TABLE": "t"})
    assert set(missing.value.names) == ROUTES.keys() - {"STIKADOO_TABLE"}


def test_the_process_reads_its_settings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clear_settings()
    monkeypatch.setenv("STIKADOO_BUCKET", "first")
    assert settings(WorkerSettings).bucket == "first"
    monkeypatch.setenv("STIKADOO_BUCKET", "second")
    assert settings(WorkerSettings).bucket == "first"
    clear_settings()


def test_every_kind_of_settings_can_be_read_from_strings_alone() -> None:
    workers = [kind for name, kind in vars(worker_settings).items() if name.endswith("Settings")]
    assert len(workers) >= 8
    for kind in (LogSettings, RouteSettings, *workers):
        environ = {variable(name): "1" for name in kind.__dataclass_fields__}
        assert read(kind, environ) == kind(
            **{name: type(value)(1) for name, value in vars(read(kind, environ)).items()}
        )


def test_settings_cannot_be_changed() -> None:
    @dataclass(frozen=True)
    class Own:
        colour: str

    with pytest.raises(AttributeError):
        read(Own, {"STIKADOO_COLOUR": "red"}).colour = "blue"  # type: ignore[misc]
