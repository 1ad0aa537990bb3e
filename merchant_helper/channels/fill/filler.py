"""Fill one template: checks for its products, and its file written beside all that an export writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from merchant_helper.channels.export import export
from merchant_helper.channels.fill.checks import Checks
from merchant_helper.channels.fill.content import RowCells, rows_of
from merchant_helper.channels.fill.layouts import Form, Found, recognised
from merchant_helper.channels.fill.opening import opened
from merchant_helper.channels.fill.patch import patched
from merchant_helper.channels.fill.plan import Plan, plan_of, refuse_occupied, renamed
from merchant_helper.channels.fill.questions import (
    LATER,
    Question,
    match_question,
    questions,
    sheet_question,
    unanswered,
)
from merchant_helper.channels.fill.refused import AnswersMissing, TemplateRefused
from merchant_helper.channels.fill.sheet import read_sheet
from merchant_helper.channels.going_online import Publisher
from merchant_helper.channels.judge import Judged, judged
from merchant_helper.channels.model import Channel, Limits
from merchant_helper.channels.report import Problem, Report
from merchant_helper.channels.spec import load
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product
from merchant_helper.network.look import Looker

ANY = "template"
_PLACES = {"shopee": "shopee", "tiktok": "tiktok", "lazada": "lazada", "sapo": "sapo", "any": ANY}


@dataclass(frozen=True)
class Template:
    """Be a template that was opened and recognised: the place it is for, and what its file holds."""

    channel: Channel
    found: Found

    @property
    def fingerprint(self) -> str:
        """Give the mark of its headers, under which answers are remembered."""
        return self.found.fingerprint

    @property
    def owner(self) -> str | None:
        """Give the number of the shop that it was downloaded for."""
        return self.found.owner


def open_template(path: Path, channel: Channel | None = None) -> Template:
    """Open a template and tell its place; one of another place than asked for is refused.

    Raises TemplateRefused; nothing is written.
    """
    found = recognised(opened(path))
    place = load(_PLACES[found.layout])
    if channel is not None and channel.id != place.id:
        if found.layout == "any":
            raise TemplateRefused("template.unknown")
        raise TemplateRefused("template.other_place", found=place.title(), asked=channel.title())
    return Template(place, found)


class Filling:
    """Hold a template together with what was answered for it.

    Raises TemplateRefused for an answer that belongs to no column.
    """

    def __init__(self, template: Template, answers: Mapping[str, str]) -> None:
        self.template, given = template, dict(answers)
        if template.channel.fill is None:
            raise TemplateRefused("template.unknown")
        self.rule = template.channel.fill
        self.form = self._form(given)
        first = plan_of(template.found, self.form, self.rule, given)
        self.answers = renamed(first, given)
        same = self.answers == given
        self.plan: Plan = first if same else plan_of(template.found, self.form, self.rule, self.answers)

    def _form(self, answers: Mapping[str, str]) -> Form:
        forms = self.template.found.forms
        return next((form for form in forms if form.ref.name == answers.get("sheet")), forms[0])

    def questions(self, products: Sequence[Product], *, addresses: bool) -> list[Question]:
        """Give everything that may be chosen, what is needed and what is not."""
        which = self._which()
        return which or questions(self.plan, products, self.answers, addresses=addresses)

    def open_questions(self, products: Sequence[Product], *, addresses: bool) -> list[Question]:
        """Give what has to be chosen before anything is written."""
        which = self._which()
        return which or unanswered(self.plan, products, self.answers, addresses=addresses)

    def _which(self) -> list[Question]:
        first = sheet_question(self.template.found, self.answers) or match_question(self.plan)
        return [first] if first else []


class _File:
    """Be the file of one export; see ``merchant_helper.channels.export.Writer``."""

    def __init__(self, filling: Filling, *, addresses: bool) -> None:
        self.name = f"{filling.template.channel.id}.xlsx"
        self._filling = filling
        main = filling.plan.slot("picture1")
        waits = filling.rule.pictures_later or main is None or filling.answers.get(main.head.key) == LATER
        self._checks = Checks(filling.plan, filling.answers, waits=waits and not addresses)

    def judge(self, family: Sequence[Product], found: Sequence[list[Issue]]) -> None:
        """Add what the file does not take."""
        self._checks.judge(family, found)

    def write(
        self, products: Iterable[Product], pictures_of: Callable[[Product], tuple[str, ...]], path: Path
    ) -> int:
        """Write the template with these products."""
        plan, answers = self._filling.plan, self._filling.answers
        rows: list[RowCells] = []
        for number, family in enumerate(_families(plan, products), start=1):
            addresses = {product.sku: pictures_of(product) for product in family}
            made = [self._checks.made.pop(product.sku) for product in family]
            rows += rows_of(plan, answers, family, addresses, number, made)
        sheet, part = read_sheet(plan.found.book, plan.form.ref.part), plan.form.ref.part
        with path.open("wb") as file:
            plan.found.book.archive.write(file, part, patched(sheet, plan.form.first_row, rows))
        return len(rows)


def _families(plan: Plan, products: Iterable[Product]) -> Iterator[list[Product]]:
    """Put the variants of a product together; they come one behind the other."""
    family: list[Product] = []
    for product in products:
        mine = (product.group or "").casefold() if plan.joins else ""
        if family and not (mine and mine == (family[0].group or "").casefold()):
            yield family
            family = []
        family.append(product)
    if family:
        yield family


def ready(
    products: Iterable[Product], template: Template, answers: Mapping[str, str], *, addresses: bool
) -> Filling:
    """Look whether a template can be filled with these products. Raises TemplateRefused, AnswersMissing."""
    everything, filling = list(products), Filling(template, answers)
    refuse_occupied(filling.plan, len(everything))
    waiting = filling.open_questions(everything, addresses=addresses)
    if waiting:
        raise AnswersMissing(waiting)
    return filling


def judged_by(
    products: Iterable[Product], template: Template, answers: Mapping[str, str]
) -> Iterator[Judged]:
    """Judge products by what a template takes, as :func:`fill` does; nothing is written.

    Pictures may get their addresses later. Raises TemplateRefused, AnswersMissing.
    """
    everything = list(products)
    filling = ready(everything, template, answers, addresses=True)
    checks = Checks(filling.plan, filling.answers, waits=True)
    for family, found in judged(everything, _by_the_file(template.channel)):
        checks.judge(family, found)
        yield family, found


def fill(
    products: Iterable[Product],
    template: Template,
    answers: Mapping[str, str],
    out: Path,
    *,
    image_base_url: str | None = None,
    publisher: Publisher | None = None,
    kit: bool = False,
    language: str | None = None,
    fixes: Callable[[Path, Report], None] | None = None,
    known: Sequence[Problem] = (),
    looker: Looker | None = None,
) -> Report:
    """Fill a seller's template with products, beside ``images/`` and report.json, as ``export`` does.

    Pictures are named in the file only by addresses: below ``image_base_url``, or those that ``publisher``
    gives; ``looker`` asks each first.
    Raises TemplateRefused and AnswersMissing (nothing written), ExportRefused, DiskFull.
    """
    everything = list(products)
    addresses = image_base_url is not None or publisher is not None
    filling = ready(everything, template, answers, addresses=addresses)
    return export(
        everything,
        _by_the_file(template.channel),
        out,
        image_base_url=image_base_url,
        publisher=publisher,
        kit=kit,
        language=language,
        fixes=fixes,
        known=known,
        looker=looker,
        writer=_File(filling, addresses=addresses),
    )


def _by_the_file(channel: Channel) -> Channel:
    """Leave out the limits of the spec: those of the file count, for pictures, too."""
    pictures = channel.pictures.model_copy(update={"required": False})
    return channel.model_copy(update={"limits": Limits(), "pictures": pictures})
