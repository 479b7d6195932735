"""A wish becomes OpenMoji line art, offline and in milliseconds: found by its words, arranged, drawn.

All emojis designed by OpenMoji – the open-source emoji and icon project. License: CC BY-SA 4.0.
"""

import io

from functions.imagine.illustrators import Drawing, Job, Request
from functions.imagine.illustrators.openmoji import chinese, english
from functions.imagine.illustrators.openmoji.arrangement import arranged
from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.lettering import lettered
from functions.imagine.illustrators.openmoji.scene import Mention, Scene
from functions.imagine.illustrators.openmoji.sheet import drawn
from stikadoo.scripts import is_chinese


class OpenMoji:
    """Always draws at once, and always something: what it cannot find becomes a star with the words below."""

    engine = "openmoji"

    def start(self, request: Request) -> Drawing:
        found = scene_of(request.text, request.seed)
        picture = drawn(arranged(found or (_star(),)))
        if request.caption or not found:
            picture = lettered(picture, request.text)
        png = io.BytesIO()
        picture.save(png, "PNG")
        return Drawing(png.getvalue())

    def check(self, job: str) -> Drawing | Job:
        """Raises LookupError: there are no jobs here."""
        raise LookupError("openmoji draws at once and leaves no jobs")


def scene_of(text: str, seed: int) -> Scene:
    """Empty if no word of it is known."""
    if is_chinese(text):
        return chinese.read(text, catalogue())
    return english.read(text, catalogue(), seed)


def _star() -> Mention:
    return Mention(catalogue().named["glowing", "star"])
