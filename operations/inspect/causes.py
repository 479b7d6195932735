"""An error's cause, as Step Functions keeps it, becomes its first line: a Lambda's cause is JSON with a traceback."""

import json


def first_line(cause: str) -> str:
    """What the error said of itself; empty if it said nothing."""
    try:
        said = json.loads(cause)
    except ValueError:
        said = cause
    message = str(said.get("errorMessage", "")) if isinstance(said, dict) else str(said)
    lines = message.strip().splitlines()
    return lines[0] if lines else ""
