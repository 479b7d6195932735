"""The first line of an error's cause. A Lambda's cause, as Step Functions stores it, is JSON with a traceback."""

import json


def first_line(cause: str) -> str:
    """The error's message; empty if it has none."""
    try:
        content = json.loads(cause)
    except ValueError:
        content = cause
    message = str(content.get("errorMessage", "")) if isinstance(content, dict) else str(content)
    lines = message.strip().splitlines()
    return lines[0] if lines else ""
