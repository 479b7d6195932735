"""Draws the settings of a scene around it: stars in space, waves above who is under water, snow on the ground."""

from functions.imagine.illustrators.openmoji.figures import picture
from functions.imagine.illustrators.openmoji.groups import GAP, Group, posed, strip, together
from functions.imagine.illustrators.openmoji.props import SETTINGS, Element, Side

MARGIN = 0.06
"Beyond the scene on each side of the ground, as a share of its width."
OVERLAP = 0.15
"Share of an element that may be behind the scene."
FLAT = {Side.GROUND: 0.16, Side.FRONT: 0.3, Side.CEILING: 0.1}
"Height of what is as wide as the scene, as a share of the scene's shorter side."


def surrounded(scene: Group, settings: tuple[str, ...]) -> Group:
    for setting in settings:
        elements = [_element(element, scene) for element in SETTINGS[setting] if element.side not in FLAT]
        whole = together(*elements, scene)
        for element in (element for element in SETTINGS[setting] if element.side in FLAT):
            whole = _flat(element, whole, scene)
        scene = whole
    return scene


def _element(element: Element, scene: Group) -> Group:
    """Where it is relative to the scene, whose top left corner is 0, 0."""
    drawing = posed(picture(element.picture)).zoomed(element.size * scene.side)
    left, right = -(1 - OVERLAP) * drawing.width, scene.width - OVERLAP * drawing.width
    is_wide = scene.width > 1.15 * scene.height
    up = -drawing.height - GAP / 2 if is_wide else 0.0
    spots = {
        Side.TOP: ((scene.width - drawing.width) / 2, -drawing.height - GAP),
        Side.TOP_LEFT: (0.02 * scene.width if is_wide else left, up),
        Side.TOP_RIGHT: (0.98 * scene.width - drawing.width if is_wide else right, up),
        Side.LEFT: (left, scene.height - drawing.height),
        Side.RIGHT: (right, scene.height - drawing.height),
    }
    return drawing.at(*spots[element.side])


def _flat(element: Element, whole: Group, scene: Group) -> Group:
    height = FLAT[element.side] * min(scene.height, scene.width)
    band = strip(picture(element.picture), whole.width * (1 + 2 * MARGIN), height).at(-MARGIN * whole.width, 0)
    if element.side is Side.CEILING:
        return together(band.at(0, -band.height - GAP / 2), whole)
    if element.side is Side.FRONT:
        return together(whole, band.at(0, whole.height - 0.75 * band.height))
    return together(band.at(0, whole.height - 0.45 * band.height), whole)
