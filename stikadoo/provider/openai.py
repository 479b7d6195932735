"""Maps OpenAI's error responses, of any endpoint, to our exceptions.

The body is {"error": {code, type, message}}. The message may quote the request or part of the key, so only code and
type are read. https://platform.openai.com/docs/guides/error-codes
"""

from stikadoo.errors import StikadooError
from stikadoo.provider.errors import ErrorCategory, ErrorMapping
from stikadoo.provider.http import Response

_CODES = {
    "invalid_api_key": ErrorCategory.KEY,
    "insufficient_quota": ErrorCategory.KEY,
    "billing_hard_limit_reached": ErrorCategory.KEY,
    "billing_not_active": ErrorCategory.KEY,
    "rate_limit_exceeded": ErrorCategory.THROTTLED,
    "server_error": ErrorCategory.UNAVAILABLE,
}


def provider_error(
    response: Response, settings: tuple[str, ...], content_policy: tuple[str, ...] = ()
) -> StikadooError:
    """The exception to raise. `settings` select the model and the like; `content_policy` lists the endpoint's codes.

    The code is more specific than the type, and may be null.
    """
    mapping = ErrorMapping("openai", settings, _CODES | dict.fromkeys(content_policy, ErrorCategory.CONTENT))
    error = response.json_object.get("error")
    fields = error if isinstance(error, dict) else {}
    names = [name for name in (fields.get("code"), fields.get("type")) if isinstance(name, str) and name]
    known = (name for name in names if name in mapping.codes)
    return mapping.error(next(known, names[0] if names else ""), response.status)
