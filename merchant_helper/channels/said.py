"""Say facts in both languages, with their day, their source and how sure they are."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from merchant_helper.i18n import language as current_language

# A: read in source code, measured, or in a copy of the official page; B: official, but older or translated;
# C: third parties or inference; D: memory, not checked.
Certainty = Literal["A", "B", "C", "D"]
# Steps of kind "csv" go with the file that is generated, whatever its format.
StepKind = Literal["kit", "csv", "update", "fill", "dossier"]
# How pictures get there, where the file does not name them as they lie beside it.
PictureWay = Literal["online", "by_hand"]
Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """Refuse keys that nobody reads, and changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Words(Strict):
    """Say one thing in both languages."""

    vi: Text
    en: Text

    def text(self, language: str | None = None) -> str:
        """Give the words in a language, the current one unless told."""
        return self.en if (language or current_language()) == "en" else self.vi


class Source(Strict):
    """Tell where facts of a spec come from, and how sure they are."""

    title: Text
    certainty: Certainty


class DatedWords(Words):
    """Say one thing together with the day on which it was last true.

    ``kind`` narrows a step to the file, to the file for updates or to the kit. ``unless`` leaves it out where
    pictures were put online from here, or are added by hand.
    """

    checked_on: date
    certainty: Certainty
    kind: StepKind | None = None
    unless: tuple[PictureWay, ...] = ()
