"""What a device that waits for its approval shows, by language. The firmware speaks the digits of the code."""

ACTIVATION = {
    "en": "Hello! I am new here. My code is {code}",
    "zh": "你好！我是新来的，我的激活码是 {code}",
}
