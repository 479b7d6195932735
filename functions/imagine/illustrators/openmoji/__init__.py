"""The offline illustrator: draws pictures chosen by the words of the wish, as line art in milliseconds.

All emojis designed by OpenMoji – the open-source emoji and icon project. License: CC BY-SA 4.0. For the pictures of
other sets see DRAWINGS.md.
"""

import io

from functions.imagine.illustrators import Drawing, Job, Request
from functions.imagine.illustrators.openmoji import chinese, emoji, english
from functions.imagine.illustrators.openmoji.arrangement import arranged
from functions.imagine.illustrators.openmoji.attribution import credits_of
from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.lettering import with_caption
from functions.imagine.illustrators.openmoji.rasterize import rasterized
from functions.imagine.illustrators.openmoji.scene import Mention, Scene
from stikadoo.scripts import is_chinese


class OpenMoji:
    """Synchronous. Where no word and no emoji of the wish is known, it draws a star with the wish below."""

    engine = "openmoji"

    def start(self, request: Request) -> Drawing:
        scene = scene_of(request.text, request.seed)
        group = arranged(scene or (_star(),))
        picture = rasterized(group)
        if request.caption or not scene:
            picture = with_caption(picture, request.text)
        png = io.BytesIO()
        picture.save(png, "PNG")
        return Drawing(png.getvalue(), credits=tuple(credits_of(placed.emoji for placed in group.placed)))

    def check(self, job: str, limit_seconds: float) -> Drawing | Job:
        """Raises LookupError: the engine has no jobs."""
        raise LookupError("openmoji is synchronous and has no jobs")


def scene_of(text: str, seed: int) -> Scene:
    """Empty if no word and no emoji of the wish is known."""
    known = chinese.parse(text, catalogue()) if is_chinese(text) else english.parse(text, catalogue(), seed)
    return known or emoji.parse(text, catalogue())


def _star() -> Mention:
    return Mention(catalogue().named["glowing", "star"])
