"""Read a text aloud with the computer's own voice, where espeak-ng is installed; nothing leaves it."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

PROGRAM = "espeak-ng"
MOST_LETTERS, MOST_BYTES, LONGEST_S = 3_000, 20_000_000, 30
# So many sounds of a shop stay.
MOST_KEPT = 5
# Slower than its own 175 words a minute: older ears.
_SPEED = "140"


def program() -> str | None:
    """Find the program that speaks; none on most computers."""
    return shutil.which(PROGRAM)


def spoken(text: str, folder: Path, language: str = "vi") -> Path | None:
    """Give a text as a WAV file in a folder, made once for each text; None where nothing can speak.

    A text that is too long is read as far as it may be.
    """
    speaker = program()
    told = text[:MOST_LETTERS].strip()
    if speaker is None or not told:
        return None
    name = hashlib.sha256(f"{language}\n{_SPEED}\n{told}".encode()).hexdigest()[:32]
    kept = folder / f"{name}.wav"
    if not kept.is_file():
        sound = _speak(speaker, told, language)
        if sound is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        # Two pages may ask at once: each writes its own, and either will do.
        draft = folder / f".{name}-{secrets.token_hex(4)}.tmp"
        draft.write_bytes(sound)
        draft.replace(kept)
        _forget_older(folder, kept)
    return kept


def _forget_older(folder: Path, kept: Path) -> None:
    """Keep the last few sounds: each change of an answer makes one of several megabytes."""
    others = [(file.stat().st_mtime, file) for file in folder.glob("*.wav") if file != kept]
    for _made, file in sorted(others)[: -(MOST_KEPT - 1)]:
        with suppress(OSError):  # one that is just being sent, on Windows
            file.unlink(missing_ok=True)


def _speak(speaker: str, text: str, language: str) -> bytes | None:
    command = [speaker, "-v", language, "-s", _SPEED, "-b", "1", "--stdin", "--stdout"]
    try:
        done = subprocess.run(  # noqa: S603 -- a program by its full path; the text goes in as input
            command, input=text.encode(), capture_output=True, timeout=LONGEST_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    fits = done.returncode == 0 and done.stdout[:4] == b"RIFF" and len(done.stdout) <= MOST_BYTES
    return done.stdout if fits else None
