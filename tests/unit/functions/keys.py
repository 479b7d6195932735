"""Where the parameter store holds the keys of the companies' doubles."""

from tests.providers import dashscope, openai

DASHSCOPE = "/stikadoo/unit/dashscope-key"
OPENAI = "/stikadoo/unit/openai-key"

KEYS = {DASHSCOPE: dashscope.KEY, OPENAI: openai.KEY}
