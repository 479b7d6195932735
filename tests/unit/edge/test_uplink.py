"""The uplink's translation of a device's messages for API Gateway."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.opus_encoder import packets as opus_packets
from edge.uplink import Uplink
from stikadoo.audio.frames import Frame, Protocol, build, parse
from stikadoo.errors import MalformedMessage

SPEECH = Path(__file__).resolve().parents[2] / "speech"
START = '{"session_id":"","type":"listen","state":"start","mode":"manual"}'
STOP = '{"session_id":"","type":"listen","state":"stop"}'
packets = st.binary(max_size=200).map(b"\x58".__add__)
"Begin like speech of 60 ms: a packet that begins with zeros and its own length would be a frame."


def listening(protocol: Protocol = 3, batch_packets: int = 8) -> Uplink:
    uplink = Uplink(protocol, batch_packets)
    assert uplink.text(START) == [START]
    return uplink


def parsed(texts: list[str]) -> list[dict[str, Any]]:
    return [json.loads(text) for text in texts]


def test_v1_packets_are_framed_as_v3() -> None:
    uplink = listening(protocol=1)
    assert uplink.binary(b"\x58\xff") == []
    assert base64.b64decode(parsed(uplink.flush())[0]["data"]) == bytes.fromhex("00 00 0002 58ff")


@pytest.mark.parametrize("protocol", [2, 3])
def test_v2_and_v3_frames_pass_as_they_came(protocol: Protocol) -> None:
    frame = build(Frame(b"\x58\xff", 60), protocol)
    with_reserved = frame[:1] + (b"\x02" if protocol == 2 else b"\x07") + frame[2:]
    uplink = listening(protocol)
    uplink.binary(with_reserved + frame)
    assert base64.b64decode(parsed(uplink.flush())[0]["data"]) == with_reserved + frame


def test_listen_stop_carries_the_number_of_the_last_packet() -> None:
    uplink = listening()
    for _ in range(3):
        uplink.binary(build(Frame(b"x"), 3))
    audio, stop = parsed(uplink.text(STOP))
    assert (audio["seq"], stop) == (0, {"session_id": "", "type": "listen", "state": "stop", "last_seq": 2})


def test_a_recording_without_packets_ends_with_minus_one() -> None:
    assert parsed(listening().text(STOP))[-1]["last_seq"] == -1


def test_numbers_begin_again_with_every_recording() -> None:
    uplink = listening()
    uplink.binary(build(Frame(b"x"), 3))
    uplink.text(STOP)
    uplink.text(START)
    uplink.binary(build(Frame(b"y"), 3))
    assert parsed(uplink.flush())[0]["seq"] == 0


def test_the_open_batch_is_sent_before_a_text() -> None:
    uplink = listening()
    uplink.binary(build(Frame(b"x"), 3))
    mcp = '{"type":"mcp","session_id":"","payload":{"jsonrpc":"2.0","id":1,"result":{}}}'
    assert [message["type"] for message in parsed(uplink.text(mcp))] == ["audio", "mcp"]


def test_packets_outside_of_a_recording_are_dropped_and_counted() -> None:
    uplink = Uplink(3, 8)
    wake_word = '{"session_id":"","type":"listen","state":"detect","text":"hi stikadoo"}'
    uplink.binary(build(Frame(b"wake"), 3))
    assert uplink.text(wake_word) == [wake_word]
    uplink.binary(build(Frame(b"word"), 3))
    uplink.text(START)
    uplink.text(STOP)
    uplink.binary(build(Frame(b"late"), 3) * 2)
    assert (uplink.counts.dropped, uplink.counts.packets, uplink.flush()) == (4, 0, [])


@pytest.mark.parametrize("text", ['{"type":"abort","session_id":""}', '{"type":"goodbye","session_id":""}'])
def test_an_aborted_recording_drops_further_packets(text: str) -> None:
    uplink = listening()
    assert uplink.text(text) == [text]
    uplink.binary(build(Frame(b"x"), 3))
    assert uplink.counts.dropped == 1


@pytest.mark.parametrize(
    "text", ["", "not JSON", "[]", '{"type":"new"}', '{"type":"listen","state":"sing"}', '{"type": "goodbye", "x":1}']
)
def test_texts_pass_as_they_are_for_upstream_to_judge(text: str) -> None:
    assert Uplink(3, 8).text(text) == [text]


def test_a_hello_of_version_1_is_forwarded_as_3_and_otherwise_unchanged() -> None:
    text = '{"type": "hello", "version": 1, "features": {"mcp": true, "new": null}, "ünknown": [1.50]}'
    passed = Uplink(1, 8).text(text)
    assert parsed(passed) == [{**json.loads(text), "version": 3}]
    assert "ünknown" in passed[0]


@pytest.mark.parametrize("version", [2, 3])
def test_a_hello_of_version_2_or_3_is_forwarded_unchanged(version: Protocol) -> None:
    text = f'{{"type": "hello",  "version": {version}}}'
    assert Uplink(version, 8).text(text) == [text]


@pytest.mark.parametrize(("header", "texts"), [(1, 3), (2, 2), (3, 3)])
@pytest.mark.parametrize("hello", ['{"type":"hello"}', '{"type":"hello","version":null}'])
def test_a_hello_without_version_gets_the_version_sent_upstream(header: Protocol, texts: int, hello: str) -> None:
    assert parsed(Uplink(header, 8).text(hello))[0]["version"] == texts


@pytest.mark.parametrize("header", [1, 2, 3])
@pytest.mark.parametrize("version", [1, 2, 3])
def test_the_version_of_the_hello_takes_precedence_over_the_header(header: Protocol, version: Protocol) -> None:
    uplink = Uplink(header, 8)
    uplink.text(f'{{"type":"hello","version":{version}}}')
    uplink.text(START)
    uplink.binary(build(Frame(b"x"), version))
    frames = base64.b64decode(parsed(uplink.flush())[0]["data"])
    assert [frame.packet for frame in parse(frames, 2 if version == 2 else 3)] == [b"x"]


@pytest.mark.parametrize("announced", [1, 2, 3])
@pytest.mark.parametrize("sent", [2, 3])
def test_frames_of_another_version_than_announced_are_converted(announced: Protocol, sent: Protocol) -> None:
    """As in the firmware's own example: header 3, hello 1, frames of 3."""
    uplink = Uplink(3, 8)
    (hello,) = parsed(uplink.text(f'{{"type":"hello","version":{announced}}}'))
    uplink.text(START)
    uplink.binary(build(Frame(b"\x58x", 60), sent) + build(Frame(b"\x58y", 120), sent))
    audio, stop = parsed(uplink.text(STOP))
    frames = parse(base64.b64decode(audio["data"]), hello["version"])
    assert [frame.packet for frame in frames] == [b"\x58x", b"\x58y"]
    assert (stop["last_seq"], uplink.counts.malformed) == (1, 0)


def test_a_version_that_does_not_exist_changes_nothing() -> None:
    uplink = Uplink(2, 8)
    assert uplink.text('{"type":"hello","version":9}') == ['{"type":"hello","version":9}']
    assert uplink.protocol == 2


def test_a_malformed_message_is_reported_once_per_recording_and_takes_no_number() -> None:
    uplink = listening()
    with pytest.raises(MalformedMessage, match="at byte 0"):
        uplink.binary(b"\x58")
    assert uplink.binary(b"\x58") == []
    uplink.binary(build(Frame(b"x"), 3))
    assert parsed(uplink.text(STOP))[-1]["last_seq"] == 0
    uplink.text(START)
    with pytest.raises(MalformedMessage):
        uplink.binary(b"\x58")
    assert uplink.counts.malformed == 3


@pytest.mark.parametrize("protocol", [1, 2, 3])
def test_an_empty_frame_ends_the_speech_once(protocol: Protocol) -> None:
    uplink = Uplink(protocol, 8)
    assert uplink.binary(b"") == []
    uplink.text(START.replace('"session_id":""', '"session_id":"s1"'))
    uplink.binary(build(Frame(b"x", 0), protocol))
    audio, stop = parsed(uplink.binary(b""))
    assert (audio["seq"], stop["state"], stop["last_seq"], stop["session_id"]) == (0, "stop", 0, "s1")
    assert uplink.binary(b"") == []
    assert uplink.text(STOP) == [STOP], "a repeated stop is harmless"
    assert uplink.counts.malformed == 0


def test_a_device_that_numbers_its_packets_keeps_its_numbers() -> None:
    own = '{"type":"listen","state":"stop","last_seq":41}'
    assert listening().text(own) == [own]


@pytest.mark.parametrize(
    "text", ['{"type":"iot"}', '{"type":"ping"}', '{"type":"server"}', "{}", "null", "[1]", '{"type":"listen"}', "{"]
)
def test_a_text_that_is_no_audio_does_not_stop_the_numbering(text: str) -> None:
    uplink = listening()
    assert uplink.text(text) == [text]
    assert parsed(uplink.text(STOP))[0]["last_seq"] == -1


@pytest.mark.parametrize("kind", ["hello", "audio", "listen", ""])
def test_a_deeply_nested_text_is_refused_and_the_recording_goes_on(kind: str) -> None:
    uplink = listening()
    uplink.binary(build(Frame(b"x"), 3))
    with pytest.raises(MalformedMessage, match="nested more than 100 levels deep"):
        uplink.text('{"type":"' + kind + '","x":' + "[" * 20_000 + "]" * 20_000 + "}")
    assert parsed(uplink.text(STOP))[-1]["last_seq"] == 0


def test_what_a_text_says_besides_passes_byte_for_byte() -> None:
    uplink = listening()
    stop = STOP[:-1] + ',"x":[1e400, 1.50,"\\u00e9"]}'
    assert uplink.text(stop + " \n") == [stop[:-1] + ',"last_seq":-1}']


@pytest.mark.parametrize(
    "text", ['{"type":"audio","data":"AAAAAVg="}', '{"type":"audio","data":"AAAAAVg=","seq":-1}', "AAAAAVg="]
)
def test_a_device_that_sends_audio_as_text_gets_no_number(text: str) -> None:
    uplink = listening()
    uplink.text(text)
    assert uplink.text(STOP) == [STOP]
    uplink.text(START)
    assert parsed(uplink.text(STOP))[0]["last_seq"] == -1


@given(
    recordings=st.lists(st.lists(packets, max_size=20), max_size=4),
    protocol=st.sampled_from([1, 2, 3]),
    batch_packets=st.integers(1, 9),
)
def test_every_packet_of_every_recording_arrives_once(
    recordings: list[list[bytes]], protocol: Protocol, batch_packets: int
) -> None:
    uplink = Uplink(protocol, batch_packets)
    texts: list[str] = []
    for recording in recordings:
        texts += uplink.text(START)
        for packet in recording:
            texts += uplink.binary(build(Frame(packet, 0), protocol))
        texts += uplink.text(STOP)

    received: list[list[bytes]] = []
    for message in parsed(texts):
        match message:
            case {"state": "start"}:
                received.append([])
            case {"type": "audio", "seq": seq, "data": frames}:
                assert seq == len(received[-1])
                received[-1] += [frame.packet for frame in parse(base64.b64decode(frames), 2 if protocol == 2 else 3)]
            case {"state": "stop", "last_seq": last_seq}:
                assert last_seq == len(received[-1]) - 1
    assert received == recordings
    assert uplink.counts.packets == sum(map(len, recordings))


@pytest.mark.parametrize("protocol", [1, 2, 3])
@pytest.mark.parametrize("mode", ["auto", "realtime"])
def test_in_auto_and_realtime_mode_the_end_of_speech_is_the_listen_stop(mode: str, protocol: Protocol) -> None:
    speech = opus_packets(SPEECH / "dragon.wav")
    quiet = opus_packets(SPEECH / "silence.wav")
    uplink = Uplink(protocol, batch_packets=8)
    uplink.text('{"session_id":"s1","type":"listen","state":"start","mode":"' + mode + '"}')
    texts = parsed([text for packet in speech + quiet * 2 for text in uplink.binary(build(Frame(packet), protocol))])
    *audio, stop = texts
    assert (stop["type"], stop["state"], stop["session_id"]) == ("listen", "stop", "s1")
    assert {message["type"] for message in audio} == {"audio"}
    sent = sum(len(list(parse(base64.b64decode(message["data"]), 2 if protocol == 2 else 3))) for message in audio)
    assert stop["last_seq"] == sent - 1
    assert sent == uplink.counts.packets
    assert uplink.counts.dropped == len(speech + quiet * 2) - sent, "what follows belongs to no recording"


def test_in_auto_mode_silence_that_was_not_sent_ends_the_recording() -> None:
    uplink = Uplink(3, 8)
    uplink.text(START.replace("manual", "auto"))
    for number, packet in enumerate(opus_packets(SPEECH / "dragon.wav")):
        uplink.binary(build(Frame(packet), 3), number * 0.06)
    *_, stop = parsed(uplink.binary(build(Frame(b"\x58"), 3), 10.0))
    assert stop["state"] == "stop"


def test_only_a_recording_that_the_bridge_ends_has_patience() -> None:
    uplink = Uplink(3, 8)
    assert uplink.patience is None
    uplink.text(START)
    assert uplink.patience is None, "manual: the device ends it"
    uplink.text(START.replace("manual", "auto"))
    assert uplink.patience
    uplink.text('{"type":"audio","data":"AAAAAVg="}')
    assert uplink.patience is None, "its audio is text, which the bridge does not decode"


def test_in_manual_mode_a_pause_ends_nothing() -> None:
    quiet = opus_packets(SPEECH / "silence.wav")
    uplink = listening()
    texts = parsed([text for packet in quiet * 6 for text in uplink.binary(build(Frame(packet), 3))])
    assert {message["type"] for message in texts} == {"audio"}
