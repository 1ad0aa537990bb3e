"""Cut out the first photo of each product of a sheet, and hold those that should be taken again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from merchant_helper.cli.calling import Call
from merchant_helper.cli.clean import cores, models_for
from merchant_helper.cli.cleaning import Cleaned, Task
from merchant_helper.cli.gather import Source
from merchant_helper.cli.naming import Planned
from merchant_helper.cli.parallel import clean_in_order
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import language
from merchant_helper.issues import Issue, blocking
from merchant_helper.listings.product import Product
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.text import glimpse

if TYPE_CHECKING:
    from merchant_helper.bulk.sheet.read import Sheet

ISSUE_CODES = ("sheet.cover_retake", "sheet.cover_check")


def covered(call: Call, sheet: Sheet, spec: RenditionSpec, work: Path) -> Iterator[Product]:
    """Give the products of a sheet with their covers cut out; their masks lie in ``work``.

    A photo that several rows name is cut out once. Rows that are held anyway are not waited for.
    """
    photos = dict.fromkeys(
        product.pictures[0].path
        for product in sheet.products()
        if product.pictures and not blocking(list(product.found))
    )
    done = _cut_out(call, list(photos), spec, work) if photos else {}
    for product in sheet.products():
        first = product.pictures[0].path if product.pictures else None
        yield _with_cover(product, *done[first]) if first in done else product


def _cut_out(
    call: Call, photos: list[Path], spec: RenditionSpec, work: Path
) -> dict[Path, tuple[Path, Cleaned]]:
    models = models_for(call, "auto")
    done: dict[Path, tuple[Path, Cleaned]] = {}
    tasks: list[tuple[Planned, Task]] = []
    for number, photo in enumerate(photos):
        picture, mask = work / f"{number}.jpg", work / f"{number}.mask.png"
        planned = Planned(Source(photo, photo), picture, mask)
        task = Task(str(photo), str(picture), str(mask), models=models, spec=spec, language=language())
        tasks.append((planned, task))

    def tell(planned: Planned, cleaned: Cleaned) -> None:
        done[planned.source.path] = work / planned.mask.name, cleaned
        counts = {"done": len(done), "all": len(photos), "file": planned.source.path.name}
        call.report.note(_("Đã xóa nền ảnh {done} trên {all}: {file}", **counts))

    clean_in_order(tasks, cores(), tell)
    return done


def _with_cover(product: Product, mask: Path, cleaned: Cleaned) -> Product:
    """Give the product its cut-out, or hold it when a better photo is needed."""
    first = product.pictures[0]
    seen = {"file": glimpse(first.path.name)}
    if cleaned.verdict is None:
        return replace(product, found=(*product.found, *map(Issue.from_record, cleaned.issues)))
    if cleaned.verdict == "retake":
        found = (*product.found, Issue("sheet.cover_retake", "photos", "block", seen))
        return replace(product, found=found)
    found = product.found
    if cleaned.verdict == "check":
        found = (*found, Issue("sheet.cover_check", "photos", "warn", seen))
    return replace(product, found=found, pictures=(replace(first, mask=mask), *product.pictures[1:]))
