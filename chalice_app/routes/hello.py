"""hello: stores the device's capabilities and replies with the session id, for which firmware waits ten seconds."""

from chalice_app.checks import parse_message
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.audio.frames import PROTOCOLS
from stikadoo.errors import MalformedMessage
from stikadoo.logs import LogLine
from stikadoo.messages import AudioParams, Hello, HelloReply
from stikadoo.session import session_id_of

_OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
_FRAME_DURATIONS = (5, 10, 20, 40, 60, 80, 100, 120)


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    hello = _supported(parse_message(message, Hello))
    session_id = session_id_of(message.connection_id)
    connected = cloud.registry.find(session_id)
    if connected is None:
        raise MalformedMessage("this connection's session has expired: connect again")
    protocol = connected.protocol if hello.version is None else PROTOCOLS[hello.version]
    line.add(session_id=session_id, protocol=protocol)
    capabilities = {
        "protocol": protocol,
        "frame_duration_ms": hello.audio_params.frame_duration,
        "inline_image": hello.features.inline_image,
        "image_encodings": hello.features.image_encodings,
        "caption": hello.caption,
        "language": hello.language or connected.language,
        "printer": hello.printer or connected.printer,
    }
    cloud.registry.greet(connected.model_copy(update=capabilities), message.arrived_ms)
    line.add(device_id=connected.device_id)
    params = AudioParams(frame_duration=hello.audio_params.frame_duration)
    cloud.postbox(message).post(HelloReply(session_id=session_id, audio_params=params))


def _supported(hello: Hello) -> Hello:
    """Raises MalformedMessage for unsupported parameters."""
    audio = hello.audio_params
    if hello.transport != "websocket":
        raise MalformedMessage("hello.transport: only websocket is supported")
    if hello.version is not None and hello.version not in PROTOCOLS:
        raise MalformedMessage(f"hello.version: 1, 2 or 3, not {hello.version}")
    if audio.format != "opus":
        raise MalformedMessage("hello.audio_params.format: only opus is supported")
    if audio.sample_rate not in _OPUS_RATES:
        raise MalformedMessage(f"hello.audio_params.sample_rate: one of {_OPUS_RATES}, not {audio.sample_rate}")
    if audio.channels not in (1, 2):
        raise MalformedMessage(f"hello.audio_params.channels: 1 or 2, not {audio.channels}")
    if audio.frame_duration not in _FRAME_DURATIONS:
        raise MalformedMessage(f"hello.audio_params.frame_duration: one of {_FRAME_DURATIONS}, in ms")
    return hello
