"""Table of printer models: hello.printer names a model and may override single fields.

One row per model. A field that a row leaves out has the Stikadoo's value (the defaults of execution.Printer, which also
documents the units). No row has been tested on a real printer: docs/printers.md has their sources and assumptions.
"""

from collections.abc import Mapping
from typing import Any, Literal

Language = Literal["escpos", "escpos-column", "phomemo", "zpl", "tspl", "png", "raw"]
"A printer's command language; png and raw are for a device that generates the printer commands itself."

Encoding = Literal["zlib", "heatshrink", "rle"]
"Compression of a sticker's bytes for transfer to the device: see docs/protocol.md."

MAX_DENSITY: Mapping[str, int] = {"phomemo": 4, "zpl": 30, "tspl": 15}
"Maximum density by language, 1 being the lightest. The other languages have no command that is safe on every printer."

STIKADOO = "stikadoo"

MODELS: Mapping[str, Mapping[str, Any]] = {
    STIKADOO: {},
    "escpos-58": {},
    "escpos-80": {"width_dots": 576, "max_length_dots": 1440, "baud": 115200, "mm_per_second": 150},
    "escpos-column-58": {"language": "escpos-column", "block_rows": 24},
    "phomemo-m02": {"language": "phomemo", "forbidden": {"0a": "14"}, "density": 4, "baud": 115200},
    "phomemo-m02s": {
        "language": "phomemo",
        "width_dots": 512,
        "max_length_dots": 1280,
        "dpi": 300,
        "forbidden": {"0a": "14"},
        "density": 4,
        "baud": 115200,
    },
    "phomemo-m02-pro": {
        "language": "phomemo",
        "width_dots": 576,
        "max_length_dots": 1440,
        "dpi": 300,
        "forbidden": {"0a": "14"},
        "density": 4,
        "baud": 115200,
    },
    "zpl-4x6": {
        "language": "zpl",
        "width_dots": 808,
        "max_length_dots": 1216,
        "gap_mm": 3,
        "baud": 115200,
        "mm_per_second": 102,
    },
    "tspl-4x6": {
        "language": "tspl",
        "width_dots": 808,
        "max_length_dots": 1216,
        "gap_mm": 3,
        "density": 8,
        "baud": 115200,
        "mm_per_second": 102,
    },
    "png": {"language": "png"},
    "raw": {"language": "raw"},
}


def profile(model: object) -> Mapping[str, Any]:
    """The model's row; an empty one if it is not in the table."""
    return MODELS.get(model, {}) if isinstance(model, str) else {}
