"""Shared objects without what the dynamic loader does not read: debug information and symbol tables (ELF, 64 bit).

Of a shared object the loader maps its PT_LOAD segments, by the program headers; sections are for linkers and debuggers.
CTranslate2's wheel contains 66 MB of debug information, a quarter of what Lambda allows a function. Segments move up
to the end of the one before; offset and address stay the same modulo the alignment, as the format requires. Unlike
`strip` this needs no tools of the target's architecture. https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from infra.zips import Entry, Trim

_IDENT = b"\x7fELF\x02\x01"
"64 bit, little-endian: x86_64 and arm64."
_PT_LOAD = 1
_PROGRAM_HEADER = struct.Struct("<IIQQQQQQ")
_PROGRAM_HEADERS_AT, _SECTION_HEADERS_AT = 32, 40
"Offsets of these offsets in the ELF header."
_COUNTS_AT = 54
"Of e_phentsize, e_phnum, e_shentsize, e_shnum and e_shstrndx, 16 bit each."


@dataclass(frozen=True)
class _Segment:
    type: int
    flags: int
    offset: int
    address: int
    physical: int
    bytes: int
    memory: int
    align: int

    def holds(self, other: "_Segment") -> bool:
        return self.offset <= other.offset and other.offset + other.bytes <= self.offset + self.bytes


def stripped(entries: Iterable[Entry], trim: Trim, folder: Path) -> Iterator[Entry]:
    """The entries; those that the trim strips are replaced by files in an empty folder."""
    for name, path in entries:
        if trim.strips(name):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(loadable(path.read_bytes()))
            yield name, target
        else:
            yield name, path


def loadable(contents: bytes) -> bytes:
    """A shared object's segments alone. Raises ValueError for another file."""
    if not contents.startswith(_IDENT):
        raise ValueError("not a 64-bit little-endian ELF file")
    (headers_at,) = struct.unpack_from("<Q", contents, _PROGRAM_HEADERS_AT)
    size, count = struct.unpack_from("<HH", contents, _COUNTS_AT)
    places = range(headers_at, headers_at + size * count, size)
    segments = [_Segment(*_PROGRAM_HEADER.unpack_from(contents, place)) for place in places]
    moved, packed = _packed(contents, segments)
    for place, segment in zip(places, segments, strict=True):
        _PROGRAM_HEADER.pack_into(packed, place, *vars(_moved(segment, moved)).values())
    struct.pack_into("<Q", packed, _SECTION_HEADERS_AT, 0)
    struct.pack_into("<HH", packed, _COUNTS_AT + 6, 0, 0)
    return bytes(packed)


def _packed(contents: bytes, segments: list[_Segment]) -> tuple[dict[_Segment, int], bytearray]:
    """Loaded segment → its new offset, and the file with them alone."""
    moved: dict[_Segment, int] = {}
    packed = bytearray()
    for segment in sorted((one for one in segments if one.type == _PT_LOAD), key=lambda one: one.offset):
        padding = (segment.offset - len(packed)) % segment.align
        packed += bytes(padding)
        moved[segment] = len(packed)
        packed += contents[segment.offset : segment.offset + segment.bytes]
    return moved, packed


def _moved(segment: _Segment, moved: dict[_Segment, int]) -> _Segment:
    """Headers that are not loaded by themselves, such as PT_DYNAMIC, lie within a segment that is."""
    if not segment.bytes:
        return segment
    within = next(one for one in moved if one.holds(segment))
    return replace(segment, offset=moved[within] + segment.offset - within.offset)
