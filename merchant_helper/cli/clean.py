"""Cut the products out of a folder of photos, several at a time, and tell of each as it is done."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from merchant_helper.cli.calling import Call, pass_call, verb
from merchant_helper.cli.channels import chosen
from merchant_helper.cli.cleaning import Task
from merchant_helper.cli.data import data_folder
from merchant_helper.cli.gather import gather
from merchant_helper.cli.inspect import tell_closed
from merchant_helper.cli.naming import Planned, plan, refuse_overwriting
from merchant_helper.cli.outcome import Status, problem_of, wrong_call
from merchant_helper.cli.parallel import clean_in_order
from merchant_helper.cli.telling import Teller
from merchant_helper.i18n import language, mark
from merchant_helper.photos.spec import RenditionSpec

ISSUE_CODES = ("cli.no_such_engine", "cli.not_a_folder", "cli.out_is_in", "cli.would_overwrite")


@verb("clean")
@click.argument(
    "photos", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="PHOTO-OR-FOLDER..."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help=mark("Thư mục nhận ảnh; chưa có thì được tạo."),
)
@click.option(
    "--engine",
    default="auto",
    metavar="auto|plain|NAME",
    help=mark("auto: cách tốt nhất đang có; plain: không cần mẫu; hoặc tên một mẫu tách nền."),
)
@click.option("--channel", metavar="ID", help=mark("Làm ảnh theo quy định của nơi bán này."))
@click.option("--mask", is_flag=True, help=mark("Ghi thêm NAME.mask.png: trắng là hàng, đen là nền."))
@click.option("--workers", type=click.IntRange(1, 64), metavar="N",
              help=mark("Số ảnh làm cùng lúc; bình thường bằng số nhân của máy tính này."))  # fmt: skip
@pass_call
def clean(
    call: Call, photos: tuple[Path, ...], out: Path, engine: str, channel: str | None, mask: bool,
    workers: int | None,
) -> Status:  # fmt: skip
    """Plan every result first, then work; what is finished stays whatever happens."""
    started = time.perf_counter()
    spec = chosen(channel).picture if channel else RenditionSpec()
    models = models_for(call, engine)
    if out.exists() and not out.is_dir():
        raise wrong_call("cli.not_a_folder", "out", path=str(out))
    found = gather(photos, leave_out=out)
    planned = plan(found.sources, spec.suffix)
    refuse_overwriting(planned, photos, out)
    tell_closed(call, found)
    out.mkdir(parents=True, exist_ok=True)
    place = out.resolve()
    teller = Teller(call.report, place, len(planned), masks=mask)
    pattern = Task("", "", engine=engine, models=models, spec=spec, language=language())
    problem = None
    try:
        clean_in_order(_tasks(planned, place, pattern, mask=mask), workers or cores(), teller.tell)
    except (Exception, KeyboardInterrupt) as error:
        problem = problem_of(error)
        call.report.problem(problem)
    finally:
        # Children that were ended in the middle of a file leave it behind.
        _sweep(planned, place)
    teller.sum_up(found, time.perf_counter() - started)
    if problem is not None:
        return problem.status
    return Status.HELD if teller.tally.again or found.closed else Status.DONE


def models_for(call: Call, engine: str) -> str | None:
    """Name the folder of models, None without one; ends the call when the engine is not there."""
    from merchant_helper.photos.cutout import available

    folder = data_folder(call).models
    models = folder if folder.is_dir() else None
    known = available(models)
    if engine not in ("auto", *known):
        raise wrong_call("cli.no_such_engine", "engine", seen=engine, known=", ".join(("auto", *known)))
    return str(models) if models else None


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _sweep(planned: list[Planned], place: Path) -> None:
    from merchant_helper.photos.files import sweep_unfinished

    for folder in {(place / one.picture).parent for one in planned}:
        sweep_unfinished(folder, older_than=0)


def _tasks(
    planned: list[Planned], place: Path, pattern: Task, *, mask: bool
) -> Iterator[tuple[Planned, Task]]:
    for one in planned:
        masked = str(place / one.mask) if mask else None
        photo = str(one.source.path.absolute())
        yield one, replace(pattern, photo=photo, picture=str(place / one.picture), mask=masked)
