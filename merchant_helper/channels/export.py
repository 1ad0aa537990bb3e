"""Export products for one channel: its file, pictures, phone kit or dossier, and a report of every row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from merchant_helper.channels.dossier import write_dossier
from merchant_helper.channels.judge import hold_together, judged
from merchant_helper.channels.kit import write_kit
from merchant_helper.channels.model import Channel
from merchant_helper.channels.pictures import Rendered, image_cell, render_all
from merchant_helper.channels.report import Problem, Report, WrittenFile, WrittenImage
from merchant_helper.channels.rows import tidy_rows
from merchant_helper.channels.tidy import shown
from merchant_helper.channels.updates import for_update
from merchant_helper.channels.workplace import move_in, sha256_of, workplace
from merchant_helper.channels.writers import write_csv
from merchant_helper.errors import MerchantHelperError
from merchant_helper.i18n import fill
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue, blocking
from merchant_helper.listings.product import Product
from merchant_helper.photos.files import write_atomically

REPORT = "report.json"
IMAGES = "images"
KIT = "kit"
DOSSIER = "dossier"
FIXES = "fix-these.xlsx"
ISSUE_CODES = ("channel.feed_held", "channel.private_not_asked")


class ExportRefused(MerchantHelperError):
    """Say that an export was asked for in a way that cannot be done; nothing was written."""


def export(
    products: Iterable[Product],
    channel: Channel,
    out: Path,
    *,
    image_base_url: str | None = None,
    pictures: bool = True,
    kit: bool = False,
    language: str | None = None,
    fixes: Callable[[Path, Report], None] | None = None,
    known: Sequence[Problem] = (),
    allow_removals: bool = False,
    update: bool = False,
) -> Report:
    """Write the channel's file(s), ``images/``, ``kit/SKU/``, ``dossier/SKU/`` and report.json into a folder.

    Products stream through; only variants of a group wait for one another. What the channel would refuse is
    held and named in the report, never dropped. The file names pictures by file name, or by URL below
    ``image_base_url``; ``pictures=False`` leaves them out of it. ``kit`` adds the phone kit, in
    ``language`` (the current one unless told); a channel without a file always gets it, or its dossier.

    A file without a product is not written, because importers take it for a broken one. Where the file
    replaces all that is sold there, a held row would be taken down: unless ``allow_removals``, no file is
    written then, and the report says so. ``update`` writes the file that changes products which are there
    already, and nothing that only new ones may have.

    ``known`` are problems of the source as a whole, which the report begins with.
    ``fixes`` is called with the folder and the report when all rows are written, to add a file for the held
    ones. Everything is written aside first and then moved; a file of an earlier export that differs, or
    that this one did not write, goes to ``earlier/``. Raises ExportRefused (nothing written), DiskFull.
    """
    _refuse_impossible(channel, image_base_url, kit)
    channel = _updating(channel) if update else channel
    run = _Run(
        channel=channel,
        report=Report(channel.id, channel.checked_on, problems=list(known)),
        base_url=image_base_url,
        file_pictures=pictures and channel.has_file,
        kit=channel.has_kit and (kit or not channel.has_file),
        language=language,
        allow_removals=allow_removals,
    )
    with workplace(out) as work:
        run.write(products, work)
        if fixes is not None:
            fixes(work, run.report)
        said = json.dumps(run.report.to_json(), ensure_ascii=False, indent=1)
        write_atomically(work / REPORT, said.encode())
        run.report.set_aside = move_in(work, out, REPORT, run.replaced)
    return run.report


def unasked(count: int) -> list[Problem]:
    """Tell once how many photos went out that nobody looked at for faces, papers and number plates."""
    issue = Issue("channel.private_not_asked", "photos", "hint", {"count": count})
    return [Problem(issue, None, "")] if count else []


def _refuse_impossible(channel: Channel, base_url: str | None, kit: bool) -> None:
    if kit and not channel.has_kit:
        raise ExportRefused(_("{place} không có bộ ảnh và chữ cho điện thoại.", place=channel.title()))
    if base_url is None:
        return
    if channel.file is None or "url" not in channel.file.modes:
        raise ExportRefused(_("{place} không nhận ảnh bằng địa chỉ trên mạng.", place=channel.title()))
    try:
        image_cell(base_url)
    except ValueError as error:
        sentence = _("Địa chỉ ảnh “{seen}” chưa đúng. Ghi địa chỉ thư mục, ví dụ https://tiem.vn/anh/")
        raise ExportRefused(fill(sentence, {"seen": base_url[:120]})) from error


def _updating(channel: Channel) -> Channel:
    updating = for_update(channel)
    if updating is None:
        raise ExportRefused(_("{place} không có tệp riêng để sửa hàng đã đăng.", place=channel.title()))
    return updating


@dataclass
class _Run:
    """Carry one export through: judge, render, write, count."""

    channel: Channel
    report: Report
    base_url: str | None
    file_pictures: bool
    kit: bool
    language: str | None
    allow_removals: bool
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unasked: set[Path] = field(default_factory=set)

    @property
    def with_pictures(self) -> bool:
        """Tell whether pictures leave: beside the file, in a kit or on a sheet."""
        return self.file_pictures or self.kit or self.channel.has_dossier

    @property
    def replaced(self) -> tuple[str, ...]:
        """Name the files whose earlier version means nothing beside this run."""
        return (FIXES, self.channel.file.name) if self.channel.file else (FIXES,)

    def write(self, products: Iterable[Product], work: Path) -> None:
        """Send every product through, into a folder."""
        self._write_rows(products, work)
        self.report.problems += unasked(len(self.unasked))

    def _write_rows(self, products: Iterable[Product], work: Path) -> None:
        going = self._admitted(products, work)
        rule = self.channel.file
        if rule is None:
            for _product in going:
                pass
            return
        path = work / rule.name
        rows = tidy_rows(going, self.channel, lambda product: self.cells.pop(product.sku, ()))
        count = write_csv(rows, self.channel, path)
        if self.channel.replaces_all and self.report.held and not self.allow_removals:
            issue = Issue("channel.feed_held", None, "block", {"held": self.report.rows_held})
            self.report.problems.insert(0, Problem(issue, None, ""))
            count = 0
        if count:
            self.report.files.insert(0, WrittenFile(rule.name, count, sha256_of(path)))
        else:
            path.unlink()

    def _admitted(self, products: Iterable[Product], work: Path) -> Iterator[Product]:
        """Let through what may go out."""
        for family, found in judged(self._counted(products), self.channel):
            yield from self._settle(family, found, work)

    def _counted(self, products: Iterable[Product]) -> Iterator[Product]:
        for product in products:
            self.report.rows_in += 1
            yield product

    def _settle(
        self, family: Sequence[Product], found: Sequence[list[Issue]], work: Path
    ) -> Iterator[Product]:
        """Render and send out a family, or hold it as a whole."""
        rendered: list[list[Rendered]] = []
        if not any(blocking(issues) for issues in found) and self.with_pictures:
            for product, issues in zip(family, found, strict=True):
                done, more = render_all(product, self.channel)
                rendered.append(done)
                issues += more
        held = hold_together(family, found)
        for product, issues in zip(family, found, strict=True):
            self.report.problems += [Problem(issue, product.row, shown(product.sku)) for issue in issues]
        if held:
            self.report.held += family
            return
        for product, pictures in zip(family, rendered or [[] for _p in family], strict=True):
            self._put(product, pictures, work)
            yield product
        self.report.products_out += 1 if self.channel.groups == "parent" else len(family)

    def _put(self, product: Product, pictures: Sequence[Rendered], work: Path) -> None:
        """Write the pictures and the kit of one product, and count it as gone out."""
        self.report.rows_out += 1
        self.unasked.update(p.photo.path for p in pictures if p.photo.asked is not True)
        if self.file_pictures:
            folder, cell = work / IMAGES, image_cell(self.base_url)
            folder.mkdir(exist_ok=True)
            for picture in pictures:
                write_atomically(folder / picture.name, picture.data)
                place = f"{IMAGES}/{picture.name}"
                self.report.images.append(WrittenImage.of(product.sku, place, picture))
            self.cells[product.sku] = tuple(cell(picture.name) for picture in pictures)
        if self.kit:
            home, _issues = write_kit(product, self.channel, work / KIT, self.language, pictures)
            self._note(product, pictures, KIT, home)
        if self.channel.has_dossier:
            home = write_dossier(product, self.channel, work / DOSSIER, self.language, pictures)
            self._note(product, pictures, DOSSIER, home)

    def _note(self, product: Product, pictures: Sequence[Rendered], kind: str, home: Path) -> None:
        """Put a kit or a dossier into the report."""
        place = f"{kind}/{home.name}"
        self.report.files.append(WrittenFile(f"{place}/index.html", 1, sha256_of(home / "index.html")))
        if not self.file_pictures:
            self.report.images += [
                WrittenImage.of(product.sku, f"{place}/{number}{picture.suffix}", picture)
                for number, picture in enumerate(pictures, start=1)
            ]
