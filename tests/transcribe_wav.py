"""Transcribe a WAV with the code and libraries of an unpacked zip, and nothing else but boto3.

    python -I -S tests/transcribe_wav.py ROOT BOTO3 MODEL WAV

MODEL is a folder. Prints the words, then the peak of the process's memory in MB.
"""

import resource
import sys
from pathlib import Path

if __name__ == "__main__":
    root, boto3, model, wav = sys.argv[1:]
    sys.path[:0] = [root, boto3]
    from functions.transcribe.transcribers.whisper import Whisper

    print(Whisper(Path(model)).words(Path(wav).read_bytes()).text)  # noqa: T201 # the caller reads it
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)  # noqa: T201
