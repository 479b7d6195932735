"""The offline illustrator: draws pictures chosen by the words of the wish, as line art in milliseconds.

All emojis designed by OpenMoji – the open-source emoji and icon project. License: CC BY-SA 4.0. For the pictures of
other sets see DRAWINGS.md.
"""

import io

from PIL import Image

from functions.imagine.illustrators import Drawing, Job, Request
from functions.imagine.illustrators.openmoji import emoji
from functions.imagine.illustrators.openmoji.arrangement import arranged
from functions.imagine.illustrators.openmoji.attribution import credits_of
from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.groups import Group, posed
from functions.imagine.illustrators.openmoji.lettering import can_write, lettered, with_caption
from functions.imagine.illustrators.openmoji.marks import is_mark
from functions.imagine.illustrators.openmoji.rasterize import rasterized
from functions.imagine.illustrators.openmoji.scene import Scene
from functions.imagine.illustrators.openmoji.wishes import understood


class OpenMoji:
    """Synchronous. What it has no drawing of, it writes."""

    engine = "openmoji"

    def start(self, request: Request) -> Drawing:
        scene = scene_of(request.text, request.language)
        group = _drawings(scene, request.text)
        picture = _picture(scene, group, request.text)
        if request.caption and not scene.lettering:
            picture = with_caption(picture, request.text)
        elif scene.unknown:
            picture = with_caption(picture, scene.unknown)
        png = io.BytesIO()
        picture.save(png, "PNG")
        return Drawing(
            png.getvalue(),
            credits=tuple(
                credits_of(placed.emoji for placed in group.placed if not is_mark(placed.emoji)) if group else ()
            ),
        )

    def check(self, job: str, limit_seconds: float) -> Drawing | Job:
        """Raises LookupError: the engine has no jobs."""
        raise LookupError("openmoji is synchronous and has no jobs")


def scene_of(text: str, language: str = "en") -> Scene:
    """Empty if no word and no emoji of the wish is known."""
    scene = understood(text, language)
    return scene if scene.things else emoji.parse(text, catalogue()) or scene


def _drawings(scene: Scene, text: str) -> Group | None:
    """The star if the wish can neither be drawn nor written."""
    if scene.things:
        return arranged(scene)
    return None if can_write(scene.lettering or text) else posed(catalogue().named["glowing", "star"])


def _picture(scene: Scene, group: Group | None, text: str) -> Image.Image:
    """Lettering in a frame, above the drawings if there are any."""
    drawings = rasterized(group) if group else None
    words = scene.lettering or text
    if drawings and not (scene.lettering and can_write(words)):
        return drawings
    return lettered(words, drawings)
