"""A missing file has a reason: when it was deleted and by what, or that it was never made."""

import pytest

from operations.inspect.missing import clock, forgotten_at, reasons
from tests.unit.operations.inspections import SPOKEN, TYPED, History, at, seen

SPEECH = {"key": "recordings/r/speech.wav", "packets": 33, "lost": 0, "corrupt": 0, "seconds": 2.0, "peak_dbfs": -3.0}
READY = {"status": "ready", "engine": "whisper", "key": "recordings/r/transcript.json"}
PICTURE = {"status": "ready", "engine": "openmoji", "key": "recordings/r/picture.png"}
STICKER = {"key": "recordings/r/sticker.escpos"}
DRAWN = ("picture.png", "sticker.png", "preview.png")
DAY = "by the bucket's lifecycle (VoiceDays after it was made) or by `stikadoo forget`"
MONTH = "by the bucket's lifecycle (StickerDays after it was made) or by `stikadoo forget`"


def spoken() -> History:
    return History(SPOKEN).worked("Transcode", speech=SPEECH).worked("Transcribe", transcription=READY)


def delivered() -> History:
    return (
        spoken()
        .worked("Moderate", wish={"key": "recordings/r/wish.json"})
        .worked("Imagine", picture=PICTURE)
        .worked("Render", sticker=STICKER)
        .worked("Deliver", delivery={"pieces": 0}, outcome="delivered")
    )


def test_after_a_good_end_voice_and_words_were_deleted_when_forget_ended() -> None:
    inspection = seen(delivered().forgot(), dict.fromkeys(DRAWN, b""))
    assert forgotten_at(inspection) == at(8)
    good_end = "deleted on success, 2026-11-21 11:40:08 UTC"
    voice = ("packets.bin", "speech.wav", "transcript.json", "wish.json")
    assert reasons(inspection) == dict.fromkeys(voice, good_end) | {"prompt.txt": "openmoji takes no prompt"}


def test_a_stage_that_keeps_its_recordings_has_forgotten_nothing() -> None:
    assert forgotten_at(seen(delivered().forgot(deleted=0))) is None


def test_pictures_of_an_old_sticker_went_by_the_lifecycle() -> None:
    told = reasons(seen(delivered().forgot()))
    assert {name: told[name] for name in DRAWN} == dict.fromkeys(DRAWN, f"deleted, {MONTH}")


def test_what_a_failed_recording_had_went_by_the_lifecycle_and_the_rest_was_never_made() -> None:
    told = reasons(seen(spoken().failed("Moderate", "UnknownProvider"), status="FAILED"))
    made = ("packets.bin", "speech.wav", "transcript.json")
    never = ("wish.json", "prompt.txt", "picture.png", "sticker.png", "preview.png")
    assert told == dict.fromkeys(made, f"deleted, {DAY}") | dict.fromkeys(
        never, "never made: it ended before, with UnknownProvider"
    )


def test_what_is_there_has_no_reason() -> None:
    files = {"packets.bin": b"p", "speech.wav": b"w", "transcript.json": b"{}"}
    assert not set(files) & set(reasons(seen(spoken().failed("Moderate", "X"), files, status="FAILED")))


def test_an_unheard_recording_s_packets_were_there_until_its_good_end() -> None:
    history = History(SPOKEN).failed("Transcode", "NothingHeard").worked("Apologise", outcome="nothing_heard").forgot()
    told = reasons(seen(history))
    assert told["packets.bin"] == "deleted on success, 2026-11-21 11:40:04 UTC"
    assert told["speech.wav"] == "never made: it ended before, with nothing_heard"


def test_a_typed_wish_never_had_a_sound() -> None:
    told = reasons(seen(History(TYPED | {"transcription": READY}).worked("Announce"), status="FAILED"))
    assert told["packets.bin"] == told["speech.wav"] == "a typed wish: nothing was said"


def test_of_a_running_execution_the_rest_is_not_made_yet() -> None:
    told = reasons(seen(spoken(), status="RUNNING"))
    assert told["wish.json"] == told["sticker.png"] == "not made yet"


def test_a_replay_says_which_recording_has_what_it_did_not_make_again() -> None:
    began = SPOKEN | {"replay_of": "first", "picture": PICTURE}
    told = reasons(seen(History(began).worked("Render", sticker=STICKER), {"picture.png": b"x"}))
    assert told["speech.wav"] != told["sticker.png"]
    told = reasons(seen(History(TYPED | {"replay_of": "first", "transcription": READY}).worked("Announce")))
    assert told["packets.bin"] == "a replay without sound: look at first"


def test_a_file_that_the_role_may_not_read_says_so() -> None:
    inspection = seen(spoken(), {"speech.wav": b""}, denied=frozenset({"transcript.json"}))
    assert reasons(inspection)["transcript.json"] == "your role may not read it"


def test_a_file_that_was_left_out_says_so() -> None:
    assert reasons(seen(spoken(), left_out=frozenset({"speech.wav"})))["speech.wav"] == "left out: --redact"


@pytest.mark.parametrize("seconds", [0, 59])
def test_times_are_in_utc(seconds: int) -> None:
    assert clock(at(seconds)) == f"2026-11-21 11:40:{seconds:02d} UTC"
