"""docs/settings.md lists every setting with its default."""

import inspect
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path

from stikadoo import settings, worker_settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_the_page_has_every_setting_with_its_default_and_no_other() -> None:
    defaults: dict[str, str] = {}
    for _, kind in (*inspect.getmembers(settings, is_dataclass), *inspect.getmembers(worker_settings, is_dataclass)):
        for field in fields(kind):
            defaults[settings.variable(field.name)] = "" if field.default is MISSING else str(field.default)
    rows = [line.split("|")[1:3] for line in PAGE.read_text().splitlines() if line.startswith("| STIKADOO_")]
    listed = {name.strip(): default.strip() for name, default in rows}
    assert set(listed) == set(defaults)
    assert all(
        listed[name] == default or (not default and listed[name].startswith("(")) for name, default in defaults.items()
    )
