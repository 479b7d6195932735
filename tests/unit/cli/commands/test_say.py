"""`stikadoo say` checks printer and encoding before it connects."""

import pytest
from typer.testing import CliRunner

from cli.main import app
from stikadoo.printers import MODELS


def test_an_unknown_printer_lists_the_known_ones() -> None:
    ran = CliRunner().invoke(app, ["say", "--text", "a cat", "--printer", "lp0"], env={"COLUMNS": "400"})
    assert ran.exit_code == 2
    assert ", ".join(MODELS) in ran.output


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_unknown_encoding_lists_the_known_ones(encoding: str) -> None:
    ran = CliRunner().invoke(app, ["say", "--text", "a cat", "--encoding", encoding], env={"COLUMNS": "400"})
    assert ran.exit_code == 2
    assert all(f"'{known}'" in ran.output for known in ("zlib", "heatshrink", "rle"))
