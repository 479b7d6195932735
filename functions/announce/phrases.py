"""The phrase on the display while the sticker is being made, by language."""

THINKING = {
    "en": "Let me draw that for you…",
    "zh": "我来画一画…",
}
