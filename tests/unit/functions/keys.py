"""Names of the parameters with the API keys of the providers' test doubles."""

from tests.providers import dashscope, openai

DASHSCOPE = "/stikadoo/unit/dashscope-key"
OPENAI = "/stikadoo/unit/openai-key"

KEYS = {DASHSCOPE: dashscope.KEY, OPENAI: openai.KEY}
