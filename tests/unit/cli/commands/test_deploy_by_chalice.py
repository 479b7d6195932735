"""A stage of chalice's has the pipeline's outputs in .chalice/config.json, and nothing else is changed there."""

import json
from pathlib import Path

import pytest

from infra.chalice_stage import CONFIG, deployed_by_chalice, settings_of, write_settings

SETTINGS = {"STIKADOO_BUCKET": "stikadoo-dev-1-us-east-1", "STIKADOO_TABLE": "sessions"}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    copy = tmp_path / "config.json"
    copy.write_text(CONFIG.read_text())
    return copy


def test_what_refers_to_an_output_becomes_a_setting() -> None:
    variables = {
        "STIKADOO_TABLE": {"Ref": "Table"},
        "STIKADOO_TOKENS_PARAMETER": {"Ref": "TokensParameter"},
        "A": {"Fn::If": []},
    }
    routes = {"Globals": {"Function": {"Environment": {"Variables": variables}}}}
    assert settings_of({"Table": "sessions", "Bucket": "recordings"}, routes) == {"STIKADOO_TABLE": "sessions"}


def test_a_stage_s_settings_are_written_beside_its_own(config: Path) -> None:
    write_settings("dev", {"STIKADOO_WAKE_WORDS": "hello"}, config)
    write_settings("dev", SETTINGS, config)
    before, after = json.loads(CONFIG.read_text()), json.loads(config.read_text())
    assert after["stages"]["dev"]["environment_variables"] == {"STIKADOO_WAKE_WORDS": "hello", **SETTINGS}
    del after["stages"]["dev"]["environment_variables"]
    assert after == before


def test_writing_the_same_again_changes_no_byte(config: Path) -> None:
    write_settings("dev", SETTINGS, config)
    once = config.read_bytes()
    write_settings("dev", SETTINGS, config)
    assert config.read_bytes() == once


def test_a_stage_that_the_file_has_not_is_served_under_its_name(config: Path) -> None:
    write_settings("lab", SETTINGS, config)
    assert json.loads(config.read_text())["stages"]["lab"]["api_gateway_stage"] == "lab"


def test_a_stage_with_such_settings_is_chalice_s(config: Path) -> None:
    assert not deployed_by_chalice("dev", config)
    write_settings("dev", SETTINGS, config)
    assert deployed_by_chalice("dev", config)
    assert not deployed_by_chalice("prod", config)
    assert not deployed_by_chalice("nowhere", config)
