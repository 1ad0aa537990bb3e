"""The laptop reads a page aloud where espeak-ng is installed; elsewhere nothing is offered."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from merchant_helper.guides import aloud
from web.more.conftest import Stall

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a program of two lines for a shell")


@pytest.fixture
def speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a program that notes what it is asked to say and gives a sound."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / aloud.PROGRAM
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {folder}/asked\n/bin/cat >> {folder}/said\nprintf RIFF1234\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_without_the_program_nothing_is_offered(stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aloud, "program", lambda: None)
    assert not list(stall.open("check").find("audio"))
    assert stall.client.raw.get(f"{stall.listing}/aloud.wav").status_code == 404


def test_the_laptop_reads_the_answers_once_for_each_text(stall: Stall, speaker: Path) -> None:
    source = next(stall.open("check").find("audio")).get("src", "")
    for _again in range(2):
        answer = stall.client.raw.get(source)
        assert (answer.data, answer.mimetype) == (b"RIFF1234", "audio/wav")
    said = (speaker / "said").read_text("utf-8")
    assert said.count("Áo len rib") == 1 and "một trăm năm mươi nghìn đồng" in said
    assert "--stdin" in (speaker / "asked").read_text() and "Áo" not in (speaker / "asked").read_text()


@pytest.mark.parametrize("sound", ["echo no sound", "exit 3", "printf RIFF; exit 1"])
def test_what_is_no_sound_is_not_sent(stall: Stall, speaker: Path, sound: str) -> None:
    (speaker / aloud.PROGRAM).write_text(f"#!/bin/sh\n{sound}\n")
    assert stall.client.raw.get(f"{stall.listing}/aloud.wav").status_code == 404


def test_a_text_is_read_only_so_far(tmp_path: Path, speaker: Path) -> None:
    assert aloud.spoken("á" * 10_000, tmp_path / "out") is not None
    assert len((speaker / "said").read_text("utf-8")) == aloud.MOST_LETTERS
    assert aloud.spoken("  ", tmp_path / "out") is None


def test_of_many_texts_the_last_few_sounds_stay(tmp_path: Path, speaker: Path) -> None:
    made = [aloud.spoken(f"câu {n}", tmp_path / "out") for n in range(9)]
    kept = list((tmp_path / "out").iterdir())
    assert len(kept) == aloud.MOST_KEPT and made[-1] in kept
