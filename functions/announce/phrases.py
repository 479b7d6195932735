"""What a child reads while the sticker is made, by language."""

THINKING = {
    "en": "Let me draw that for you…",
    "zh": "我来画一画…",
}
