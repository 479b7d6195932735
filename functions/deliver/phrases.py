"""What a child reads when the sticker comes, by language."""

READY = {
    "en": "Here comes your sticker!",
    "zh": "你的贴纸来啦！",
}
