"""Export products for one channel: its file, pictures, phone kit or dossier, and a report of every row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from merchant_helper.channels.asked import as_asked, refuse_impossible
from merchant_helper.channels.dossier import write_dossier
from merchant_helper.channels.going_online import NotOnline, Publisher
from merchant_helper.channels.judge import hold_together, judged
from merchant_helper.channels.kit import write_kit
from merchant_helper.channels.model import Channel
from merchant_helper.channels.online import unreachable
from merchant_helper.channels.pictures import Rendered, image_cell, render_all, shared_once
from merchant_helper.channels.report import Problem, Report, WrittenFile, WrittenImage
from merchant_helper.channels.rows import tidy_rows
from merchant_helper.channels.tidy import shown
from merchant_helper.channels.updates import without_pictures
from merchant_helper.channels.workplace import move_in, sha256_of, workplace
from merchant_helper.channels.writers import write_file
from merchant_helper.issues import Issue, blocking
from merchant_helper.listings.product import Product
from merchant_helper.network.look import Looker
from merchant_helper.photos.files import write_atomically

Addresses = Callable[[Rendered], str]
REPORT = "report.json"
IMAGES = "images"
KIT = "kit"
DOSSIER = "dossier"
FIXES = "fix-these.xlsx"
ISSUE_CODES = (
    "channel.feed_held",
    "channel.no_picture_address",
    "channel.pictures_by_hand",
    "channel.private_not_asked",
)


class Writer(Protocol):
    """Write a file that no spec describes alone, such as a seller's own template.

    ``judge`` adds what this file does not take to what was found of each member of a family. ``write`` gives
    the number of rows; ``pictures_of`` gives the addresses of a product's pictures, none without a base.
    """

    name: str

    def judge(self, family: Sequence[Product], found: Sequence[list[Issue]]) -> None:
        """Add to the issues of a family."""

    def write(
        self, products: Iterable[Product], pictures_of: Callable[[Product], tuple[str, ...]], path: Path
    ) -> int:
        """Write the file."""


def export(
    products: Iterable[Product],
    channel: Channel,
    out: Path,
    *,
    image_base_url: str | None = None,
    publisher: Publisher | None = None,
    pictures: bool = True,
    by_hand: bool = False,
    kit: bool = False,
    language: str | None = None,
    fixes: Callable[[Path, Report], None] | None = None,
    known: Sequence[Problem] = (),
    allow_removals: bool | Collection[str] = False,
    update: bool = False,
    form: str | None = None,
    looker: Looker | None = None,
    writer: Writer | None = None,
) -> Report:
    """Write the channel's file(s), ``images/``, ``kit/SKU/``, ``dossier/SKU/`` and report.json into a folder.

    Products stream; only variants of a group wait for one another. What the channel would refuse is held and
    named in the report. The file names pictures by file name, by URL below ``image_base_url``, or by the
    address that ``publisher`` gives; one that cannot, or shall not (``by_hand``), has no columns for them
    where the place does without. ``pictures=False`` makes none. ``kit`` adds the phone kit, in ``language``;
    a channel without a file always gets it, or its dossier.

    A file without a product is not written, because importers take it for a broken one. Where the file
    replaces all that is sold there, a held row would be taken down: unless ``allow_removals``, which may
    name the codes of those that may go, no file is written then, and the report says so. ``update`` writes
    the file that changes products which are there already, and nothing that only new ones may have; ``form``
    another form of the file. ``looker`` asks each picture's address first, and holds what cannot be fetched,
    as is held what could not be put online. ``writer`` writes the file where no rule of a spec can.

    ``known`` are problems of the whole source. ``fixes`` is called with the folder and the report when all
    rows are written, to add a file for the held ones. An earlier file that differs, or was not written now,
    goes to ``earlier/``. Raises ExportRefused (nothing written) and DiskFull.
    """
    refuse_impossible(channel, image_base_url, publisher is not None, kit, writer is not None)
    channel = as_asked(channel, update, form)
    addresses = publisher.publish if publisher is not None else _below(image_base_url)
    named = not by_hand and (addresses is not None or (writer is None and _takes_names(channel)))
    if not named and writer is None:
        channel, addresses = without_pictures(channel), None
    has_file = channel.has_file or writer is not None
    report = Report(channel.id, channel.checked_on, problems=list(known))
    run = _Run(channel, report, addresses, language, allow_removals, looker, writer, named)
    run.file_pictures, run.kit = pictures and has_file, channel.has_kit and (kit or not has_file)
    _write_all(run, products, out, fixes)
    return report


def _write_all(
    run: _Run, products: Iterable[Product], out: Path, fixes: Callable[[Path, Report], None] | None
) -> None:
    """Write everything aside, and move it into place when it is whole."""
    with workplace(out) as work:
        run.write(products, work)
        if fixes is not None:
            fixes(work, run.report)
        write_atomically(work / REPORT, run.report.to_bytes())
        run.report.set_aside = move_in(work, out, REPORT, run.replaced)


def unasked(count: int) -> list[Problem]:
    """Tell once how many photos went out that nobody looked at for faces, papers and number plates."""
    issue = Issue("channel.private_not_asked", "photos", "hint", {"count": count})
    return [Problem(issue, None, "")] if count else []


def _below(base_url: str | None) -> Addresses | None:
    """Give the address of a picture below a folder on the net; None where there is none."""
    if base_url is None:
        return None
    cell = image_cell(base_url)
    return lambda picture: cell(picture.name)


def _takes_names(channel: Channel) -> bool:
    """Tell whether a generated file may name pictures as they lie beside it."""
    return channel.file is not None and "file" in channel.file.modes


@dataclass
class _Run:
    """Carry one export through: judge, render, write, count."""

    channel: Channel
    report: Report
    addresses: Addresses | None
    language: str | None
    allow_removals: bool | Collection[str]
    looker: Looker | None
    writer: Writer | None
    named: bool
    file_pictures: bool = False
    kit: bool = False
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    online: dict[str, str] = field(default_factory=dict)
    unasked: set[Path] = field(default_factory=set)

    @property
    def with_pictures(self) -> bool:
        """Tell whether pictures leave: beside the file, in a kit or on a sheet."""
        return self.file_pictures or self.kit or self.channel.has_dossier

    @property
    def replaced(self) -> tuple[str, ...]:
        """Name the files whose earlier version means nothing beside this run."""
        return (FIXES, self.file_name) if self.file_name else (FIXES,)

    @property
    def file_name(self) -> str | None:
        """Name the file that is written, if there is one."""
        if self.writer is not None:
            return self.writer.name
        return self.channel.file.name if self.channel.file else None

    def write(self, products: Iterable[Product], work: Path) -> None:
        """Send every product through, into a folder."""
        self._write_rows(products, work)
        self.report.problems += unasked(len(self.unasked))

    def _write_rows(self, products: Iterable[Product], work: Path) -> None:
        going = self._admitted(products, work)
        name = self.file_name
        if name is None:
            for _product in going:
                pass
            return
        path = work / name
        count = self._write_file(going, path)
        if self.channel.replaces_all and self.report.held and not self._may_go():
            issue = Issue("channel.feed_held", None, "block", {"held": self.report.rows_held})
            self.report.problems.insert(0, Problem(issue, None, ""))
            count = 0
        if count and self.report.images and not self.named:
            issue = Issue("channel.pictures_by_hand", "photos", "warn")
            self.report.problems.insert(0, Problem(issue, None, ""))
        if count:
            self.report.files.insert(0, WrittenFile(name, count, sha256_of(path)))
        else:
            path.unlink()

    def _may_go(self) -> bool:
        """Tell whether everything that was held may be taken down there."""
        if isinstance(self.allow_removals, bool):
            return self.allow_removals
        return {product.sku for product in self.report.held} <= set(self.allow_removals)

    def _write_file(self, going: Iterator[Product], path: Path) -> int:
        if self.writer is not None:
            return self.writer.write(going, lambda product: self.cells.pop(product.sku, ()), path)
        rows = tidy_rows(going, self.channel, lambda product: self.cells.pop(product.sku, ()))
        return write_file(rows, self.channel, path)

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
        if self.channel.requires.picture_address and (self.addresses is None or not self.file_pictures):
            for issues in found:
                issues.append(Issue("channel.no_picture_address", "photos", "block"))
        if self.writer is not None:
            self.writer.judge(family, found)
        if not any(blocking(issues) for issues in found) and self.with_pictures:
            for product, issues in zip(family, found, strict=True):
                done, more = render_all(product, self.channel)
                rendered.append(done)
                issues += more
            rendered = shared_once(rendered)
            self._put_online(found, rendered)
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

    def _put_online(self, found: Sequence[list[Issue]], rendered: Sequence[list[Rendered]]) -> None:
        """Ask for the address of each picture; hold what has one that is not online, or cannot be fetched.

        Nothing is put online for a family that is held already.
        """
        if not self.file_pictures or self.addresses is None or any(blocking(issues) for issues in found):
            return
        for issues, pictures in zip(found, rendered, strict=True):
            try:
                for picture in pictures:
                    self.online[picture.name] = self.addresses(picture)
            except NotOnline:
                issues.append(Issue("channel.picture_not_online", "photos", "block"))
                continue
            if self.looker is not None:
                issues += unreachable([self.online[picture.name] for picture in pictures], self.looker)

    def _put(self, product: Product, pictures: Sequence[Rendered], work: Path) -> None:
        """Write the pictures and the kit of one product, and count it as gone out."""
        self.report.rows_out += 1
        self.unasked.update(p.photo.path for p in pictures if p.photo.asked is not True)
        if self.file_pictures and pictures:
            folder = work / IMAGES
            folder.mkdir(exist_ok=True)
            for picture in pictures:
                write_atomically(folder / picture.name, picture.data)
                place = f"{IMAGES}/{picture.name}"
                address = self.online.get(picture.name)
                self.report.images.append(WrittenImage.of(product.sku, place, picture, address))
            if self.named:
                names = (picture.name for picture in pictures)
                self.cells[product.sku] = tuple(self.online.pop(name, name) for name in names)
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
