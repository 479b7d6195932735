"""Han and kana characters by Unicode's Script property (Scripts.txt, Unicode 17), as ranges for a regex class."""

import re

HAN = (
    r"\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufa6d\ufa70-\ufad9\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b81e"
    r"\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a"
    r"\U00031350-\U00033479"
)
"Script=Han, of Chinese and of Japanese."

KANA = (
    r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357\uff66-\uff6f"
    r"\uff71-\uff9d\U0001aff0-\U0001affe\U0001b000-\U0001b168\U0001f200"
)
"Script=Hiragana or Katakana, of Japanese alone."

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")


def is_chinese(text: str) -> bool:
    """Han without kana: 猫とロケット is Japanese. Japanese written in Han alone counts as Chinese."""
    return bool(_HAN.search(text)) and not _KANA.search(text)
