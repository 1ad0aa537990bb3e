"""Say what a spec file may hold: strict, dated, with its sources."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from merchant_helper.channels.by_hand import DossierRule, KitRule
from merchant_helper.channels.cells import TRANSFORMS, plain_start
from merchant_helper.channels.filling import FillRule
from merchant_helper.channels.said import (
    Certainty,
    DatedWords,
    PictureWay,
    Source,
    StepKind,
    Strict,
    Text,
    Words,
)
from merchant_helper.channels.values import VALUES
from merchant_helper.channels.words_rule import WordsRule
from merchant_helper.listings.lint import EVERYWHERE, Policy
from merchant_helper.listings.write import Room
from merchant_helper.photos.spec import MOST_SHADOW, Format, RenditionSpec, Shape

Kind = Literal["kit", "csv", "tsv", "xlsx", "fill", "dossier"]
# Kinds without a file to upload: a person copies, or carries paper.
BY_HAND: frozenset[str] = frozenset({"kit", "dossier"})
FileFormat = Literal["csv", "xlsx", "xml"]
# How variants stand in a file: as products of their own; below a row of their parent; below the first of
# them, which tells what all share; or each in full, with the code of the group.
Groups = Literal["rows", "parent", "first", "each"]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
ImageMode = Literal["file", "url"]


def _is_transform(name: str) -> str:
    if name not in TRANSFORMS:
        raise ValueError(f"no transform is called {name!r}; there are {', '.join(TRANSFORMS)}")
    return name


def _is_value(name: str) -> str:
    if name not in VALUES:
        raise ValueError(f"no value is called {name!r}; there are {', '.join(sorted(VALUES))}")
    return name


class FileRule(Strict):
    """Describe the file itself. The first header is never quoted: a BOM before a quote hides the column.

    ``update_name`` is the file that changes what is sold already, where that is a file of its own. With
    ``all_columns`` no column may be left out, whatever is in it: the place knows its own file by them.
    """

    name: FileName
    update_name: FileName | None = None
    format: FileFormat = "csv"
    bom: bool = False
    delimiter: Literal[",", ";", "\t"] = ","
    line_end: Literal["crlf", "lf"] = "crlf"
    quoting: Literal["minimal"] = "minimal"
    modes: Annotated[tuple[ImageMode, ...], Field(min_length=1)]
    all_columns: bool = False

    @property
    def kind(self) -> Kind:
        """Say what kind of file it is."""
        if self.format == "xlsx":
            return "xlsx"
        return "tsv" if self.delimiter == "\t" else "csv"


class Form(Strict):
    """Describe another form that the file may take, for those who ask for it.

    ``headers`` are the columns of that form by their ids, in its order; without them they stay as they are.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$")]
    label: Words
    name: FileName
    format: FileFormat = "csv"
    headers: dict[str, str] = Field(default_factory=dict)


class Requires(Strict):
    """Say what a row cannot do without there: pictures by public addresses, the product's own page.

    A page below one of ``strange_hosts`` is not the shop's own.
    """

    picture_address: bool = False
    link: bool = False
    strange_hosts: tuple[str, ...] = ()


class Column(Strict):
    """Describe one column: its header, the value it takes and how that is written.

    ``fixed`` stands in every row; ``when_filled`` stands where the value is not empty; else ``transform``
    writes the value. ``max_length`` counts NFC characters. ``only_new`` is not in a file for updates.
    ``scope`` matters where the first variant tells what all share: ``product`` stands in the first row only,
    ``picture`` in each row that has a picture, ``every`` in those that have nothing but one, too.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    header: Annotated[str, Field(min_length=1, pattern=r'^[^"\t\r\n]+$')]
    value: Annotated[str | None, AfterValidator(lambda v: v if v is None else _is_value(v))] = None
    transform: Annotated[str, AfterValidator(_is_transform)] = "text"
    fixed: str | None = None
    when_filled: str | None = None
    required: bool = False
    only_new: bool = False
    scope: Literal["variant", "product", "picture", "every"] = "variant"
    max_length: Annotated[int | None, Field(gt=0)] = None

    @model_validator(mode="after")
    def _has_a_content(self) -> Self:
        if (self.value is None) == (self.fixed is None):
            raise ValueError(f"column {self.id!r} takes either a value or a fixed text")
        if any(text != plain_start(text) for text in (self.fixed, self.when_filled) if text):
            raise ValueError(f"a text of column {self.id!r} begins as a formula does")
        return self


class Limits(Strict):
    """Hold what bounds a product there, in characters of the composed text (NFC).

    ``name_advised`` and what a description should have at least (``description_min``, and
    ``description_words``: pieces between spaces) warn, the others hold.
    """

    name_min: Annotated[int | None, Field(gt=0)] = None
    name_advised: Annotated[int | None, Field(gt=0)] = None
    name_max: Annotated[int | None, Field(gt=0)] = None
    description_min: Annotated[int | None, Field(gt=0)] = None
    description_words: Annotated[int | None, Field(gt=0)] = None
    description_max: Annotated[int | None, Field(gt=0)] = None
    price_min: Annotated[int, Field(ge=0)] = 1
    price_max: Annotated[int | None, Field(gt=0)] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        pairs = (
            (self.name_min, self.name_advised or self.name_max),
            (self.name_advised, self.name_max),
            (self.description_min, self.description_max),
            (self.price_min, self.price_max),
        )
        if any(low is not None and high is not None and low > high for low, high in pairs):
            raise ValueError("a lower limit stands above its upper limit")
        return self


class PictureRule(Strict):
    """Describe pictures: how they are rendered and named, how many, and the most the channel takes (pixels).

    What the fields of the same name in RenditionSpec mean stands there. ``ratio`` is width to height, as in
    4:5; ``square`` is short for every picture padded to 1:1; ``padding`` may say instead of ``fill`` which
    share of the frame stays free on each side.

    With ``background = "white"`` the place wants the cover on white and is told when it is not; with
    ``"natural"`` it gets no cut-out at all; otherwise the owner's choice stands. With ``first = "natural"`` a
    cover that was cut out is led by the photo as it was taken. ``source`` and ``certainty`` belong to the
    rule as a whole.
    """

    size: Annotated[int, Field(ge=200)] = 1200
    min_size: Annotated[int, Field(ge=1)] = 500
    min_side: Annotated[int | None, Field(ge=1)] = None
    largest: Annotated[int | None, Field(gt=0)] = None
    square: bool = False
    ratio: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}:[1-9][0-9]{0,2}$")] = "1:1"
    fill: Annotated[float, Field(gt=0.3, le=1)] = 0.83
    padding: Annotated[float | None, Field(ge=0, lt=0.35)] = None
    shape: Shape = "own"
    background: Literal["given", "white", "natural"] = "given"
    shadow: Annotated[float, Field(ge=0, le=MOST_SHADOW)] = 0.0
    format: Format = "jpeg"
    quality: Annotated[int, Field(ge=60, le=95)] = 89
    max_bytes: Annotated[int | None, Field(gt=20_000)] = None
    max_count: Annotated[int | None, Field(gt=0)] = None
    required: bool = False
    first: Literal["cover", "natural"] = "cover"
    file_name: Annotated[str, Field(pattern=r"^([a-z0-9_-]|\{(sku|number|sum)\})+$")] = "{sku}_{number}-{sum}"
    source: Text | None = None
    certainty: Certainty | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.min_size > self.size or (self.largest is not None and self.size > self.largest):
            raise ValueError("min_size <= size <= largest does not hold")
        if self.min_side is not None and self.min_side > min(self.spec.canvas):
            raise ValueError("min_side is more than the ratio leaves of size")
        if self.square and self.model_fields_set & {"ratio", "shape"}:
            raise ValueError("square says ratio and shape already")
        if self.padding is not None and "fill" in self.model_fields_set:
            raise ValueError("fill and padding say the same: one of them is enough")
        if self.background == "white" and self.first == "natural":
            raise ValueError("a cover on white cannot come behind the photo as it was taken")
        if not all(part in self.file_name for part in ("{sku}", "{number}")):
            raise ValueError("file_name needs {sku} and {number}, or two pictures share a name")
        return self

    @property
    def spec(self) -> RenditionSpec:
        """Give the rule that photos are rendered by."""
        across, down = map(int, self.ratio.split(":"))
        common = math.gcd(across, down)
        return RenditionSpec(
            size=self.size,
            min_size=self.min_size,
            min_side=self.min_side,
            ratio=(across // common, down // common),
            fill=self.fill if self.padding is None else 1 - 2 * self.padding,
            shape="pad" if self.square else self.shape,
            shadow=self.shadow,
            format=self.format,
            quality=self.quality,
            max_bytes=self.max_bytes,
        )


class Channel(Strict):
    """Know one place of selling: what it takes, how that is written, and when this was last checked."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*$")]
    name: Words
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    checked_on: date
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    replaces_all: bool
    drafts: bool = False
    groups: Groups = "rows"
    file: FileRule | None = None
    forms: tuple[Form, ...] = ()
    columns: tuple[Column, ...] = ()
    requires: Requires = Requires()
    limits: Limits = Limits()
    pictures: PictureRule
    kit: KitRule | None = None
    dossier: DossierRule | None = None
    fill: FillRule | None = None
    words: WordsRule | None = None
    next_steps: Annotated[tuple[DatedWords, ...], Field(min_length=1)]
    notes: tuple[DatedWords, ...] = ()

    @model_validator(mode="after")
    def _kinds_are_described(self) -> Self:
        problems: list[str] = []
        told = [kind for kind in self.kinds if kind not in (*BY_HAND, "fill")]
        if told != ([self.file.kind] if self.file and self.columns else []):
            problems.append("kind csv, tsv or xlsx needs [file] and [[columns]] of it, and only it has them")
        for kind, rule in (("kit", self.kit), ("fill", self.fill), ("dossier", self.dossier)):
            if (kind in self.kinds) != (rule is not None):
                problems.append(f"kind {kind} needs [{kind}], and only it has it")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @model_validator(mode="after")
    def _columns_fit(self) -> Self:
        problems: list[str] = []
        if self.columns and set(self.columns[0].header) & set(",;"):
            problems.append("the first header would be quoted")
        if self.groups != "first" and any(column.scope != "variant" for column in self.columns):
            problems.append('a column has a scope, but groups are not written as "first"')
        known = {column.id for column in self.columns}
        if any(set(form.headers) - known for form in self.forms):
            problems.append("a form names a column that is not there")
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
    def has_dossier(self) -> bool:
        """Tell whether a sheet is printed for it, to be handed in at a counter."""
        return self.dossier is not None

    @property
    def has_file_way(self) -> bool:
        """Tell whether products can go there together in a file, generated or filled."""
        return not BY_HAND.issuperset(self.kinds)

    @property
    def by_hand(self) -> Literal["kit", "dossier"] | None:
        """Say what a person carries there product by product: a kit, else a dossier."""
        if self.has_kit:
            return "kit"
        return "dossier" if self.has_dossier else None

    @property
    def picture(self) -> RenditionSpec:
        """Give the rule that photos are rendered by."""
        return self.pictures.spec

    @property
    def room(self) -> Room:
        """Say what it has room for, for the words of a product."""
        return Room(title=self.limits.name_max, chat=self.kit is not None and self.kit.chat)

    @property
    def words_policy(self) -> Policy:
        """Say how bad which words are there; what it does not say is as everywhere."""
        return self.words.policy if self.words else EVERYWHERE

    def title(self) -> str:
        """Give its name in the current language."""
        return self.name.text()

    def steps(self, kind: StepKind, language: str | None = None) -> list[str]:
        """Say what a person does next with the file or the kit."""
        return [step.text(language) for step in self.next_steps if step.kind in (None, kind)]

    def steps_with(self, kind: StepKind, way: PictureWay | None) -> list[DatedWords]:
        """Give the steps after a file to which pictures got by a way of their own."""
        return [step for step in self.next_steps if step.kind in (None, kind) and way not in step.unless]

    def remarks(self, kind: StepKind, language: str | None = None) -> list[str]:
        """Say what is worth knowing of the place when that is made for it."""
        return [note.text(language) for note in self.notes if note.kind in (None, kind)]
