"""The illustrator protocol and the table of image engines. One module per engine, imported on use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from stikadoo.aws.clients import client
from stikadoo.aws.secrets import Secret
from stikadoo.errors import UnknownProvider
from stikadoo.worker_settings import ImagineSettings


@dataclass(frozen=True)
class Request:
    text: str = field(repr=False)
    "The child's words: kept out of the repr, so that they are never logged."
    seed: int = 0
    caption: bool = False
    "Write the words below the picture."
    language: str = "en"
    "BCP 47, of the device; the wish may be in another language."
    limit_seconds: float = 45
    "The engine's answer, with its picture, is awaited no longer."
    keep_prompt: Callable[[str], None] = field(default=lambda _: None, repr=False, compare=False)
    "Called with the prompt before it is sent, so that refused prompts are stored too."


@dataclass(frozen=True)
class Drawing:
    """A finished picture."""

    png: bytes = field(repr=False)
    "Opaque, of any size."
    model: str | None = None
    "For engines with several."
    prompt_version: int | None = None
    "PROMPT_VERSION of functions/imagine/prompt.py, if a prompt was sent."
    credits: tuple[str, ...] = ()
    "Whom to name beside the picture, a line each."


@dataclass(frozen=True)
class Job:
    """A picture that is not finished yet."""

    id: str
    model: str | None = None
    prompt_version: int | None = None


class Illustrator(Protocol):
    """Both methods raise ProviderThrottled, ProviderUnavailable, ProviderRefusedKey or PictureRefused.

    PictureUnusable, once the engine has drawn and charges.
    MissingSettings, for a setting that the provider rejects, such as an unknown model.
    """

    @property
    def engine(self) -> str:
        """Its key in ILLUSTRATORS, stored in the document."""

    def start(self, request: Request) -> Drawing | Job:
        """Requests a picture."""

    def check(self, job: str, limit_seconds: float) -> Drawing | Job:
        """The job's state; the state machine waits between checks, not the worker."""


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
"By the name in the document's `engines`."


def illustrator_named(name: str, settings: ImagineSettings) -> Illustrator:
    """Raises UnknownProvider, and MissingSettings for settings that the engine needs."""
    if name not in ILLUSTRATORS:
        raise UnknownProvider("illustrator", name, tuple(ILLUSTRATORS))
    return ILLUSTRATORS[name](settings)
