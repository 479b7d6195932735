"""Presigned WebSocket URLs for Amazon Transcribe streaming; each opens one stream within a minute.

The URL grants access, so no error and no log line contains it.

Source: https://docs.aws.amazon.com/transcribe/latest/dg/streaming-websocket.html, and for the parameters
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
"How long the URL is valid; AWS allows up to 300."


def stream_url(settings: TranscribeSettings, languages: tuple[str, ...]) -> str:
    """Raises ProviderRefusedKey if there are no credentials."""
    credentials = _session().get_credentials()
    if credentials is None:
        raise ProviderRefusedKey(PROVIDER)
    region = str(_session().get_config_variable("region"))
    origin = settings.transcribe_streaming_url.rstrip("/") or origin_in(region)
    request = AWSRequest("GET", f"{origin}{_PATH}?{urlencode(_parameters(settings, languages))}")
    SigV4QueryAuth(credentials.get_frozen_credentials(), "transcribe", region, _SECONDS).add_auth(request)
    signed = urlsplit(str(request.url))
    return urlunsplit(signed._replace(scheme=signed.scheme.replace("http", "ws")))


def origin_in(region: str) -> str:
    """AWS's endpoint, with the DNS suffix of the region's partition."""
    region_partition = _session().get_partition_for_region(region)
    partitions = _session().get_data("partitions")["partitions"]
    suffix = next(partition["outputs"]["dnsSuffix"] for partition in partitions if partition["id"] == region_partition)
    return f"https://transcribestreaming.{region}.{suffix}:8443"


def _parameters(settings: TranscribeSettings, languages: tuple[str, ...]) -> dict[str, str]:
    parameters = {"media-encoding": "pcm", "sample-rate": str(SAMPLE_RATE)}
    plural = "s" if len(languages) > 1 else ""
    if plural:
        parameters |= {"identify-language": "true", "language-options": ",".join(languages)}
    else:
        parameters |= {"language-code": languages[0]}
    if vocabularies := _names(settings.vocabulary, settings, languages):
        parameters |= {f"vocabulary-name{plural}": vocabularies}
    if filters := _names(settings.vocabulary_filter, settings, languages):
        parameters |= {f"vocabulary-filter-name{plural}": filters, "vocabulary-filter-method": "mask"}
    return parameters


def _names(setting: str, settings: TranscribeSettings, languages: tuple[str, ...]) -> str:
    names = names_by_language(setting, supported_languages(settings.spoken_languages))
    return ",".join(names[language] for language in languages if language in names)


@cache
def _session() -> Session:
    """Cached; it renews its credentials when they expire."""
    return Session()
