"""A provider_error of OpenAI's, whatever it was asked for, becomes an error of ours.

It is {"error": {code, type, message}}. A message may quote what was asked or part of the key: only code and type are
read. https://platform.openai.com/docs/guides/error-codes
"""

from stikadoo.errors import StikadooError
from stikadoo.provider.errors import ErrorCategory, ErrorMapping
from stikadoo.provider.http import Response

_OF_ALL_KINDS = {
    "invalid_api_key": ErrorCategory.KEY,
    "insufficient_quota": ErrorCategory.KEY,
    "billing_hard_limit_reached": ErrorCategory.KEY,
    "billing_not_active": ErrorCategory.KEY,
    "rate_limit_exceeded": ErrorCategory.THROTTLED,
    "server_error": ErrorCategory.UNAVAILABLE,
}


def provider_error(reply: Response, settings: tuple[str, ...], not_for_children: tuple[str, ...] = ()) -> StikadooError:
    """An error to raise. `settings` choose what is asked for; `not_for_children` are codes that say so of the question.

    The code says more than the type, and may be null.
    """
    refusals = ErrorMapping("openai", settings, _OF_ALL_KINDS | dict.fromkeys(not_for_children, ErrorCategory.CONTENT))
    error = reply.json_object.get("error")
    said = error if isinstance(error, dict) else {}
    names = [name for name in (said.get("code"), said.get("type")) if isinstance(name, str) and name]
    known = (name for name in names if name in refusals.codes)
    return refusals.error(next(known, names[0] if names else ""), reply.status)
