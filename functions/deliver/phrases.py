"""The phrase on the display when the sticker is ready, by language."""

READY = {
    "en": "Here comes your sticker!",
    "zh": "你的贴纸来啦！",
}
