"""Say what a spec file may hold: strict, dated, with its sources."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from merchant_helper.channels.cells import TRANSFORMS, plain_start
from merchant_helper.channels.filling import FillRule
from merchant_helper.channels.values import VALUES
from merchant_helper.i18n import language as current_language
from merchant_helper.photos.spec import RenditionSpec

# A: read in source code, measured, or in a copy of the official page; B: official, but older or translated;
# C: third parties or inference; D: memory, not checked.
Certainty = Literal["A", "B", "C", "D"]
Kind = Literal["kit", "csv", "fill"]
StepKind = Literal["kit", "csv", "update", "fill"]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
ImageMode = Literal["file", "url"]
Text = Annotated[str, Field(min_length=1)]
LineKey = Literal[
    "name", "price", "price_digits", "sale_price", "category", "condition", "description", "options",
    "unit_size", "weight", "measures", "expiry", "brand", "origin", "stock", "gtin", "tags", "sku",
]  # fmt: skip


def _is_transform(name: str) -> str:
    if name not in TRANSFORMS:
        raise ValueError(f"no transform is called {name!r}; there are {', '.join(TRANSFORMS)}")
    return name


def _is_value(name: str) -> str:
    if name not in VALUES:
        raise ValueError(f"no value is called {name!r}; there are {', '.join(sorted(VALUES))}")
    return name


class _Strict(BaseModel):
    """Refuse keys that nobody reads, and changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Words(_Strict):
    """Say one thing in both languages."""

    vi: Text
    en: Text

    def text(self, language: str | None = None) -> str:
        """Give the words in a language, the current one unless told."""
        return self.en if (language or current_language()) == "en" else self.vi


class Source(_Strict):
    """Tell where facts of a spec come from, and how sure they are."""

    title: Text
    certainty: Certainty


class DatedWords(Words):
    """Say one thing together with the day on which it was last true.

    ``kind`` narrows a step to the file, to the file for updates or to the kit.
    """

    checked_on: date
    certainty: Certainty
    kind: StepKind | None = None


class FileRule(_Strict):
    """Describe the file itself. The first header is never quoted: a BOM before a quote hides the column.

    ``update_name`` is the file that changes what is sold already, where that is a file of its own.
    """

    name: FileName
    update_name: FileName | None = None
    bom: bool
    delimiter: Literal[",", ";", "\t"]
    line_end: Literal["crlf", "lf"]
    quoting: Literal["minimal"]
    modes: Annotated[tuple[ImageMode, ...], Field(min_length=1)]


class Column(_Strict):
    """Describe one column: its header, the value it takes and how that is written.

    ``fixed`` stands in every row; ``when_filled`` stands where the value is not empty; else ``transform``
    writes the value. ``max_length`` counts NFC characters. ``only_new`` is not in a file for updates.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    header: Annotated[str, Field(min_length=1, pattern=r'^[^",;\t\r\n]+$')]
    value: Annotated[str | None, AfterValidator(lambda v: v if v is None else _is_value(v))] = None
    transform: Annotated[str, AfterValidator(_is_transform)] = "text"
    fixed: str | None = None
    when_filled: str | None = None
    required: bool = False
    only_new: bool = False
    max_length: Annotated[int | None, Field(gt=0)] = None

    @model_validator(mode="after")
    def _has_a_content(self) -> Self:
        if (self.value is None) == (self.fixed is None):
            raise ValueError(f"column {self.id!r} takes either a value or a fixed text")
        if any(text != plain_start(text) for text in (self.fixed, self.when_filled) if text):
            raise ValueError(f"a text of column {self.id!r} begins as a formula does")
        return self


class Limits(_Strict):
    """Hold what bounds a product there; ``name_advised`` warns, the others hold."""

    name_advised: Annotated[int | None, Field(gt=0)] = None
    name_max: Annotated[int | None, Field(gt=0)] = None
    description_max: Annotated[int | None, Field(gt=0)] = None
    price_min: Annotated[int, Field(ge=0)] = 1
    price_max: Annotated[int | None, Field(gt=0)] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        pairs = ((self.name_advised, self.name_max), (self.price_min, self.price_max))
        if any(low is not None and high is not None and low > high for low, high in pairs):
            raise ValueError("a lower limit stands above its upper limit")
        return self


class PictureRule(_Strict):
    """Describe pictures: how they are rendered, how many, and the most that the channel takes (pixels).

    With ``first = "natural"`` a cover that was cut out is led by the photo as it was taken.
    """

    size: Annotated[int, Field(ge=200)] = 1200
    min_size: Annotated[int, Field(ge=1)] = 500
    largest: Annotated[int | None, Field(gt=0)] = None
    fill: Annotated[float, Field(gt=0.3, le=1)] = 0.83
    square: bool = False
    quality: Annotated[int, Field(ge=60, le=95)] = 89
    max_bytes: Annotated[int | None, Field(gt=20_000)] = None
    max_count: Annotated[int | None, Field(gt=0)] = None
    required: bool = False
    first: Literal["cover", "natural"] = "cover"

    @model_validator(mode="after")
    def _sizes_fit(self) -> Self:
        if self.min_size > self.size or (self.largest is not None and self.size > self.largest):
            raise ValueError("min_size <= size <= largest does not hold")
        return self


class KitRule(_Strict):
    """List the lines that a person copies, in the order in which the app asks, and how sure that order is.

    ``post`` are the lines that also stand together in one text, for places with a single field.
    """

    lines: Annotated[tuple[LineKey, ...], Field(min_length=1)]
    post: tuple[LineKey, ...] = ()
    order_known: bool
    certainty: Certainty

    @model_validator(mode="after")
    def _lines_once(self) -> Self:
        if len(set(self.lines)) < len(self.lines) or len(set(self.post)) < len(self.post):
            raise ValueError("a line stands twice")
        return self


class Channel(_Strict):
    """Know one place of selling: what it takes, how that is written, and when this was last checked."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$")]
    name: Words
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    checked_on: date
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    replaces_all: bool
    drafts: bool = False
    groups: Literal["rows", "parent"] = "rows"
    file: FileRule | None = None
    columns: tuple[Column, ...] = ()
    limits: Limits = Limits()
    pictures: PictureRule
    kit: KitRule | None = None
    fill: FillRule | None = None
    next_steps: Annotated[tuple[DatedWords, ...], Field(min_length=1)]
    notes: tuple[DatedWords, ...] = ()

    @model_validator(mode="after")
    def _kinds_are_described(self) -> Self:
        problems: list[str] = []
        if ("csv" in self.kinds) != (self.file is not None and bool(self.columns)):
            problems.append("kind csv needs [file] and [[columns]], and only it has them")
        if ("kit" in self.kinds) != (self.kit is not None):
            problems.append("kind kit needs [kit], and only it has it")
        if ("fill" in self.kinds) != (self.fill is not None):
            problems.append("kind fill needs [fill], and only it has it")
        for what in ("id", "header"):
            seen = [getattr(column, what).casefold() for column in self.columns]
            if len(set(seen)) < len(seen):
                problems.append(f"two columns share one {what}")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def has_file(self) -> bool:
        """Tell whether a file is generated for it."""
        return self.file is not None

    @property
    def has_kit(self) -> bool:
        """Tell whether it has lines to paste from a phone."""
        return self.kit is not None

    @property
    def has_template(self) -> bool:
        """Tell whether a seller's own template is filled for it."""
        return self.fill is not None

    @property
    def picture(self) -> RenditionSpec:
        """Give the rule that photos are rendered by."""
        rule = self.pictures
        return RenditionSpec(
            size=rule.size,
            min_size=rule.min_size,
            fill=rule.fill,
            square=rule.square,
            quality=rule.quality,
            max_bytes=rule.max_bytes,
        )

    def title(self) -> str:
        """Give its name in the current language."""
        return self.name.text()

    def steps(self, kind: StepKind, language: str | None = None) -> list[str]:
        """Say what a person does next with the file or the kit."""
        return [step.text(language) for step in self.next_steps if step.kind in (None, kind)]
