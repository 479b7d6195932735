"""Only a picture without dark tones is stretched where tones are to be kept."""

from PIL import Image

from functions.render.contrast import stretched_if_pale


def test_a_pale_picture_is_stretched_and_no_other_changes() -> None:
    pale = Image.linear_gradient("L").point([200 + level // 5 for level in range(256)])
    assert stretched_if_pale(pale).getextrema() == (0, 255)
    dark = Image.linear_gradient("L").point([90 + level // 5 for level in range(256)])
    assert stretched_if_pale(dark).getextrema() == dark.getextrema()
