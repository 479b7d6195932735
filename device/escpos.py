"""ESC/POS interpreters for the virtual thermal printers: commands to rows of dots.

Each printer rejects commands it does not know: a real one would print them as text. Sources: docs/protocol.md,
"The printer"; the manual's "ESC *" for columns; phomemo-tools' README for Phomemo.
"""

from collections.abc import Callable, Mapping

from device.errors import StickerDamaged

Rows = list[bytes]
Command = Callable[[bytes, int, Rows], int]
"The bytes sent, the command's offset, and the rows to append to; returns the offset of the next command."

BAND = 24
"Dots high."


def stikadoo(sent: bytes, width: int) -> Rows:
    return _interpret(sent, STIKADOO)


def column(sent: bytes, width: int) -> Rows:
    return _interpret(sent, COLUMN)


def phomemo(sent: bytes, width: int) -> Rows:
    return _interpret(sent, PHOMEMO)


def _interpret(sent: bytes, commands: Mapping[bytes, Command]) -> Rows:
    """Raises StickerDamaged naming the offset."""
    rows: Rows = []
    at = 0
    while at < len(sent):
        command = next((command for prefix, command in commands.items() if sent.startswith(prefix, at)), None)
        if command is None:
            raise StickerDamaged(
                f"byte {at} is not the start of a command of this printer: {sent[at : at + 4].hex(' ')}"
            )
        at = command(sent, at, rows)
    return rows


def _silent(length: int) -> Command:
    """A command of this many bytes that prints no dots."""
    return lambda sent, at, rows: at + length


def _raster(sent: bytes, at: int, rows: Rows) -> int:
    bytes_a_row = int.from_bytes(sent[at + 4 : at + 6], "little")
    count = int.from_bytes(sent[at + 6 : at + 8], "little")
    start, end = at + 8, at + 8 + bytes_a_row * count
    if end > len(sent) or not bytes_a_row:
        raise StickerDamaged(f"the raster at byte {at} is truncated")
    rows += [sent[row : row + bytes_a_row] for row in range(start, end, bytes_a_row)]
    return end


def _band(sent: bytes, at: int, rows: Rows) -> int:
    """A band of 24-dot columns: three bytes each, the topmost dot in the highest bit."""
    width = int.from_bytes(sent[at + 3 : at + 5], "little")
    start, end = at + 5, at + 5 + 3 * width
    if end > len(sent) or width % 8 or not width:
        raise StickerDamaged(f"the columns at byte {at} are truncated")
    columns = [int.from_bytes(sent[column : column + 3]) for column in range(start, end, 3)]
    for row in range(BAND):
        bits = "".join(str(column >> (BAND - 1 - row) & 1) for column in columns)
        rows.append(int(bits, 2).to_bytes(width // 8))
    return end


_COMMON: Mapping[bytes, Command] = {b"\x1b\x40": _silent(2), b"\x1b\x61": _silent(3), b"\n": _silent(1)}

STIKADOO: Mapping[bytes, Command] = {
    **_COMMON,
    b"\x1d\x76\x30\x00": _raster,
    b"\x1b\x33": _silent(3),
    b"\x1b\x69": _silent(2),
    b"\x1b\x6d": _silent(2),
}

COLUMN: Mapping[bytes, Command] = {**_COMMON, b"\x1b\x2a\x21": _band, b"\x1b\x33": _silent(3)}

PHOMEMO: Mapping[bytes, Command] = {
    **_COMMON,
    b"\x1d\x76\x30\x00": _raster,
    b"\x1b\x64": _silent(3),
    b"\x1f\x11\x02": _silent(4),
    **{bytes([0x1F, 0x11, question]): _silent(3) for question in (0x07, 0x08, 0x09, 0x0E)},
}
