"""The table of printer models, and a device's overrides."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from stikadoo.execution import Printer
from stikadoo.printers import MAX_DENSITY, MODELS

ROWS: dict[str, tuple[int, int, str, int, int]] = {
    "stikadoo": (384, 203, "escpos", 255, 9600),
    "escpos-58": (384, 203, "escpos", 255, 9600),
    "escpos-80": (576, 203, "escpos", 255, 115200),
    "escpos-column-58": (384, 203, "escpos-column", 24, 9600),
    "phomemo-m02": (384, 203, "phomemo", 255, 115200),
    "phomemo-m02s": (512, 300, "phomemo", 255, 115200),
    "phomemo-m02-pro": (576, 300, "phomemo", 255, 115200),
    "zpl-4x6": (808, 203, "zpl", 255, 115200),
    "tspl-4x6": (808, 203, "tspl", 255, 115200),
    "png": (384, 203, "png", 255, 9600),
    "raw": (384, 203, "raw", 255, 9600),
}
"Width in dots, dpi, language, rows per block, baud."


@pytest.mark.parametrize("model", MODELS)
def test_a_model_has_its_rows_facts(model: str) -> None:
    printer = Printer(model=model)
    facts = (printer.width_dots, printer.dpi, printer.language, printer.block_rows, printer.baud)
    assert model in ROWS, f"add a row of {model} to ROWS above, from its manual"
    assert facts == ROWS[model]


@pytest.mark.parametrize("model", MODELS)
def test_a_row_has_only_fields_of_a_printer(model: str) -> None:
    assert set(MODELS[model]) <= set(Printer.model_fields)


@pytest.mark.parametrize("model", MODELS)
def test_a_printer_is_as_wide_as_its_paper(model: str) -> None:
    """48 mm of a 58 mm roll, 72 mm of an 80 mm roll, or 4 inch labels."""
    printer = Printer(model=model)
    paper_mm = {"escpos-80": 72, "zpl-4x6": 101.6, "tspl-4x6": 101.6}.get(model, 48)
    assert paper_mm - 5 <= printer.width_dots / printer.dpi * 25.4 <= paper_mm + 1


def test_without_a_model_it_is_the_stikadoos_printer() -> None:
    assert Printer() == Printer(model="stikadoo") == Printer.model_validate({})


def test_inputs_from_before_there_were_models_still_read() -> None:
    old = {"width_dots": 576, "max_length_dots": 960, "dpi": 203, "language": "escpos", "baud": 9600, "rotates": False}
    assert Printer.model_validate(old) == Printer(width_dots=576)


def test_a_device_s_fields_override_its_model_s_row() -> None:
    printer = Printer.model_validate({"model": "phomemo-m02", "density": 2, "width_dots": 320})
    assert (printer.density, printer.width_dots, printer.language) == (2, 320, "phomemo")


@pytest.mark.parametrize("model", MODELS)
def test_a_resolved_printer_reads_back_as_it_was_written(model: str) -> None:
    """So a replay renders the same sticker, even if the model's row has changed."""
    printer = Printer(model=model, feed_mm=31)
    assert Printer.model_validate_json(printer.model_dump_json()) == printer
    assert Printer.model_validate(printer.model_dump(mode="json", exclude_none=True)) == printer


@pytest.mark.parametrize(
    "values",
    [
        {"forbidden": {"0A": "14"}},
        {"forbidden": {"0a": "1"}},
        {"feed_mm": -1},
        {"block_rows": 0},
        {"baud": 0},
        *({"language": language, "density": darkest + 1} for language, darkest in MAX_DENSITY.items()),
    ],
)
def test_an_impossible_printer_is_rejected(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Printer.model_validate(values)


DOCS = Path(__file__).parents[3] / "docs"
TABLE = (DOCS / "printers.md").read_text().split("\n## The table\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("model", MODELS)
def test_the_page_has_the_rows_facts(model: str) -> None:
    assert f"| `{model}` |" in TABLE, f"docs/printers.md needs a row of {model}"
    (line,) = re.findall(rf"^\| `{model}` \|(.*)\|$", TABLE, re.MULTILINE)
    values = [cell.strip() for cell in line.split("|")]
    printer = Printer(model=model)
    is_escpos = printer.language in {"escpos", "escpos-column", "phomemo"}
    assert values == [
        str(printer.width_dots),
        str(printer.max_length_dots),
        str(printer.dpi),
        f"`{printer.language}`",
        str(printer.block_rows) if is_escpos else "",
        ", ".join(f"{there} → {instead}".upper() for there, instead in printer.forbidden.items()),
        str(printer.density or ""),
        "its own" if printer.language == "phomemo" else f"{printer.feed_mm} mm",
        f"{printer.gap_mm} mm" if printer.gap_mm else "",
        str(printer.baud),
        str(printer.mm_per_second),
    ]


def test_the_protocol_page_lists_every_field_and_its_default() -> None:
    page = (DOCS / "protocol.md").read_text().split("\n## The printer\n")[1]
    table = dict(re.findall(r"^\| `([a-z_]+)` \| `?([^`|]*?)`? \|", page, re.MULTILINE))
    facts = Printer().model_dump(mode="json", exclude={"model"})
    assert table == {name: value if isinstance(value, str) else json.dumps(value) for name, value in facts.items()}
