"""A wish becomes a drawing, at once or as a job to look at again. An engine a file, imported on use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from stikadoo.aws.clients import client
from stikadoo.aws.secrets import Secret
from stikadoo.errors import UnknownProvider
from stikadoo.worker_settings import ImagineSettings


@dataclass(frozen=True)
class Request:
    """What is asked of an illustrator."""

    text: str = field(repr=False)
    "The child's words: never logged, so not even shown."
    seed: int = 0
    caption: bool = False
    "The words belong under the picture."
    language: str = "en"
    "BCP 47, the device's; the words may be in another."
    keep_prompt: Callable[[str], None] = field(default=lambda _: None, repr=False, compare=False)
    "Told the prompt before an engine is asked by one: what is refused can be looked at, too."


@dataclass(frozen=True)
class Drawing:
    """A finished picture."""

    png: bytes = field(repr=False)
    "Opaque; any size."
    model: str | None = None
    "The engine's own, where it has several."
    prompt_version: int | None = None
    "Which of functions/imagine/prompt.py, where it was asked by one."


@dataclass(frozen=True)
class Job:
    """A picture somebody is still working on."""

    id: str
    model: str | None = None
    prompt_version: int | None = None


class Illustrator(Protocol):
    """Both methods raise ProviderThrottled, ProviderUnavailable, ProviderRefusedKey or PictureRefused.

    And MissingSettings, where what the settings ask for is not to be had.
    """

    @property
    def engine(self) -> str:
        """Its name in the table below, which the document remembers."""

    def start(self, request: Request) -> Drawing | Job:
        """Asks for a picture."""

    def check(self, job: str) -> Drawing | Job:
        """Looks at a job again; the machine waits in between, nobody sleeps."""


def _openmoji(settings: ImagineSettings) -> Illustrator:
    from functions.imagine.illustrators.openmoji import OpenMoji

    return OpenMoji()


def _dashscope(settings: ImagineSettings) -> Illustrator:
    from functions.imagine.illustrators.dashscope import DashScope

    return DashScope(settings, Secret("dashscope_key_parameter", settings.dashscope_key_parameter, client("ssm")))


def _bedrock(settings: ImagineSettings) -> Illustrator:
    from functions.imagine.illustrators.bedrock import Bedrock

    return Bedrock(settings)


def _openai(settings: ImagineSettings) -> Illustrator:
    from functions.imagine.illustrators.openai import OpenAi

    return OpenAi(settings, Secret("openai_key_parameter", settings.openai_key_parameter, client("ssm")))


ILLUSTRATORS: dict[str, Callable[[ImagineSettings], Illustrator]] = {
    "openmoji": _openmoji,
    "dashscope": _dashscope,
    "bedrock": _bedrock,
    "openai": _openai,
}
"By the name in the document's engines."


def illustrator_named(name: str, settings: ImagineSettings) -> Illustrator:
    """Raises UnknownProvider, and MissingSettings for what the engine needs."""
    if name not in ILLUSTRATORS:
        raise UnknownProvider("illustrator", name, tuple(ILLUSTRATORS))
    return ILLUSTRATORS[name](settings)
