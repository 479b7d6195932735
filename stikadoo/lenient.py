"""Lenient types for the values of a hello, because firmware waits ten seconds after a refused one.

Values in another spelling are accepted. A value that cannot work raises PydanticCustomError, which does not quote it.
"""

import re
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from stikadoo.execution import Printer
from stikadoo.printers import Encoding


def number(value: Any) -> Any:
    """true is not 1: a boolean in a number's place is a defect of the firmware."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


Number = Annotated[int, BeforeValidator(number), Field(ge=0, le=1_000_000)]
"Bounded, since DynamoDB stores at most 38 digits."

Flag = Annotated[bool, BeforeValidator(lambda value: value is True or value == 1)]
"A lenient boolean: true or 1 is true, and any other value false, so that no firmware is rejected for it."

MAX_ENCODINGS = 32
"Names in features.image_encodings, known and unknown."

MAX_FORBIDDEN = 32
"Bytes in printer.forbidden: as many as there are control characters."


def known_encodings(value: Any) -> Any:
    """Ignores unknown encodings, which newer firmware may send; a value that is not a list counts as an empty one."""
    if not isinstance(value, list | tuple):
        return ()
    if len(value) > MAX_ENCODINGS:
        raise PydanticCustomError("too_long", f"at most {MAX_ENCODINGS} encodings")
    return [name for name in get_args(Encoding) if name in value]


def lower_case(value: Any) -> Any:
    """OPUS is opus."""
    return value.strip().lower() if isinstance(value, str) else value


LowerCase = Annotated[str, BeforeValidator(lower_case)]


def object_or_empty(value: Any) -> Any:
    """What is no object counts as an empty one: some clients send true, and Lua and PHP encode an empty table as []."""
    return value if isinstance(value, dict | BaseModel) else {}


def printer_fields(value: Any) -> Any:
    """A text is the model's name. null counts as absent, [] as {}, and capitals as small letters."""
    if isinstance(value, str):
        value = {"model": value}
    if not isinstance(value, dict):
        return {} if value == [] else value
    fields = {name: field for name, field in value.items() if field is not None}
    fields |= {name: lower_case(fields[name]) for name in ("model", "language") if name in fields}
    if isinstance(fields.get("forbidden"), dict):
        fields["forbidden"] = {lower_case(byte): lower_case(other) for byte, other in fields["forbidden"].items()}
    return fields


def can_replace_forbidden(printer: Printer) -> Printer:
    """A replacement that is forbidden itself would need another one; all 256 bytes would leave none."""
    if len(printer.forbidden) > MAX_FORBIDDEN:
        raise PydanticCustomError("forbidden", f"forbidden: at most {MAX_FORBIDDEN} bytes")
    if printer.forbidden.keys() & set(printer.forbidden.values()):
        raise PydanticCustomError("forbidden", "forbidden: a replacement is itself forbidden")
    return printer


def language_tag(value: Any) -> str | None:
    """A value that is no language tag counts as absent."""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,35}", value) else None


KnownEncodings = Annotated[tuple[Encoding, ...], BeforeValidator(known_encodings)]
AnyObject = BeforeValidator(object_or_empty)
LanguageTag = Annotated[str | None, BeforeValidator(language_tag)]
AnyPrinter = Annotated[Printer, BeforeValidator(printer_fields), AfterValidator(can_replace_forbidden)]
