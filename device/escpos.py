"""ESC/POS commands become the rows of dots they print: the virtual device's thermal printers.

Each knows its own commands and refuses any other, as a printer would print those as rubbish. Sources: docs/protocol.md,
"The printer"; the manual's "ESC *" for columns; phomemo-tools' README for Phomemo.
"""

from collections.abc import Callable, Mapping

from device.errors import StickerDamaged

Rows = list[bytes]
Command = Callable[[bytes, int, Rows], int]
"What was sent, where the command begins, and the rows it adds to; returns where the next command begins."

BAND = 24
"dots high"


def stikadoo(sent: bytes, width: int) -> Rows:
    return _printed(sent, STIKADOO)


def column(sent: bytes, width: int) -> Rows:
    return _printed(sent, COLUMN)


def phomemo(sent: bytes, width: int) -> Rows:
    return _printed(sent, PHOMEMO)


def _printed(sent: bytes, known: Mapping[bytes, Command]) -> Rows:
    """Raises StickerDamaged naming the offset."""
    rows: Rows = []
    at = 0
    while at < len(sent):
        command = next((command for begin, command in known.items() if sent.startswith(begin, at)), None)
        if command is None:
            raise StickerDamaged(f"byte {at} begins no command of this printer: {sent[at : at + 4].hex(' ')}")
        at = command(sent, at, rows)
    return rows


def _silent(length: int) -> Command:
    """A command of so many bytes that prints no dots."""
    return lambda sent, at, rows: at + length


def _raster(sent: bytes, at: int, rows: Rows) -> int:
    bytes_a_row = int.from_bytes(sent[at + 4 : at + 6], "little")
    count = int.from_bytes(sent[at + 6 : at + 8], "little")
    start, end = at + 8, at + 8 + bytes_a_row * count
    if end > len(sent) or not bytes_a_row:
        raise StickerDamaged(f"the raster at byte {at} is cut off")
    rows += [sent[row : row + bytes_a_row] for row in range(start, end, bytes_a_row)]
    return end


def _band(sent: bytes, at: int, rows: Rows) -> int:
    """Columns of three bytes, the topmost dot in the highest bit, become rows."""
    width = int.from_bytes(sent[at + 3 : at + 5], "little")
    start, end = at + 5, at + 5 + 3 * width
    if end > len(sent) or width % 8 or not width:
        raise StickerDamaged(f"the columns at byte {at} are cut off")
    columns = [int.from_bytes(sent[column : column + 3]) for column in range(start, end, 3)]
    for row in range(BAND):
        bits = "".join(str(column >> (BAND - 1 - row) & 1) for column in columns)
        rows.append(int(bits, 2).to_bytes(width // 8))
    return end


_ANY: Mapping[bytes, Command] = {b"\x1b\x40": _silent(2), b"\x1b\x61": _silent(3), b"\n": _silent(1)}

STIKADOO: Mapping[bytes, Command] = {
    **_ANY,
    b"\x1d\x76\x30\x00": _raster,
    b"\x1b\x33": _silent(3),
    b"\x1b\x69": _silent(2),
    b"\x1b\x6d": _silent(2),
}

COLUMN: Mapping[bytes, Command] = {**_ANY, b"\x1b\x2a\x21": _band, b"\x1b\x33": _silent(3)}

PHOMEMO: Mapping[bytes, Command] = {
    **_ANY,
    b"\x1d\x76\x30\x00": _raster,
    b"\x1b\x64": _silent(3),
    b"\x1f\x11\x02": _silent(4),
    **{bytes([0x1F, 0x11, question]): _silent(3) for question in (0x07, 0x08, 0x09, 0x0E)},
}
