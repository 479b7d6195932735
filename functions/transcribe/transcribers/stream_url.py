"""Where Amazon Transcribe streams, asked what we want and signed: one URL that opens one stream, within a minute.

Whoever has it may use it, so it is in no error and no log.

Source: https://docs.aws.amazon.com/transcribe/latest/dg/streaming-websocket.html, and for the questions
https://docs.aws.amazon.com/transcribe/latest/APIReference/API_streaming_StartStreamTranscription.html
"""

from functools import cache
from urllib.parse import urlencode, urlsplit, urlunsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.session import Session

from functions.transcribe.transcribers.amazon import PROVIDER
from functions.transcribe.transcribers.languages import names_by_language, supported_languages
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.errors import ProviderRefusedKey
from stikadoo.worker_settings import TranscribeSettings

_PATH = "/stream-transcription-websocket"
_SECONDS = 60
"AWS allows 300."


def stream_url(settings: TranscribeSettings, languages: tuple[str, ...]) -> str:
    """Raises ProviderRefusedKey if there are no credentials at all."""
    credentials = _session().get_credentials()
    if credentials is None:
        raise ProviderRefusedKey(PROVIDER)
    region = str(_session().get_config_variable("region"))
    origin = settings.transcribe_streaming_url.rstrip("/") or origin_in(region)
    request = AWSRequest("GET", f"{origin}{_PATH}?{urlencode(_question(settings, languages))}")
    SigV4QueryAuth(credentials.get_frozen_credentials(), "transcribe", region, _SECONDS).add_auth(request)
    signed = urlsplit(str(request.url))
    return urlunsplit(signed._replace(scheme=signed.scheme.replace("http", "ws")))


def origin_in(region: str) -> str:
    """AWS's own; China's partition has a suffix of its own."""
    here = _session().get_partition_for_region(region)
    partitions = _session().get_data("partitions")["partitions"]
    suffix = next(partition["outputs"]["dnsSuffix"] for partition in partitions if partition["id"] == here)
    return f"https://transcribestreaming.{region}.{suffix}:8443"


def _question(settings: TranscribeSettings, languages: tuple[str, ...]) -> dict[str, str]:
    asked = {"media-encoding": "pcm", "sample-rate": str(SAMPLE_RATE)}
    plural = "s" if len(languages) > 1 else ""
    if plural:
        asked |= {"identify-language": "true", "language-options": ",".join(languages)}
    else:
        asked |= {"language-code": languages[0]}
    if words := _names(settings.vocabulary, settings, languages):
        asked |= {f"vocabulary-name{plural}": words}
    if unwanted := _names(settings.vocabulary_filter, settings, languages):
        asked |= {f"vocabulary-filter-name{plural}": unwanted, "vocabulary-filter-method": "mask"}
    return asked


def _names(setting: str, settings: TranscribeSettings, languages: tuple[str, ...]) -> str:
    named = names_by_language(setting, supported_languages(settings.spoken_languages))
    return ",".join(named[language] for language in languages if language in named)


@cache
def _session() -> Session:
    """Credentials in it are renewed when they expire."""
    return Session()
