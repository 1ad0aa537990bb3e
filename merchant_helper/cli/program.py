"""Take a call apart, run its verb and end with the status that the contract promises."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from merchant_helper import __version__
from merchant_helper.cli import console
from merchant_helper.cli.outcome import Ended, Problem, Status, problem_of
from merchant_helper.cli.report import OutputGone, Report
from merchant_helper.cli.signals import ending_politely
from merchant_helper.cli.wording import Spoken, explain
from merchant_helper.i18n import LANGUAGES, in_language, mark, set_language
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue

# The module of each verb and what it is for, in the order of a first visit.
VERBS: dict[str, tuple[str, str]] = {
    "serve": ("serve", mark("Mở phần mềm trên trình duyệt của máy tính này.")),
    "inspect": ("inspect", mark("Xem ảnh chụp đã dùng được chưa.")),
    "clean": ("clean", mark("Tách hàng khỏi nền, ra ảnh vuông nền trắng.")),
    "channels": ("channels", mark("Liệt kê các nơi bán, hoặc xem đủ quy định của một nơi.")),
    "export": ("export", mark("Tạo tệp và bộ ảnh để đăng lên một nơi bán.")),
    "backup": ("backup", mark("Cất một bản của tất cả dữ liệu phòng khi hỏng.")),
    "restore": ("backup", mark("Lấy lại dữ liệu từ một bản đã cất.")),
    "doctor": ("doctor", mark("Kiểm tra máy tính này: cái gì chạy được, cái gì còn thiếu.")),
}
STATUSES = mark(
    "Kết thúc với: 0 xong; 1 xong nhưng có ảnh hoặc món cần làm lại; 2 gọi lệnh sai, chưa làm gì; "
    "3 phải dừng giữa chừng, phần đã xong vẫn giữ; 130 bị ngắt."
)


@dataclass
class Call:
    """Hold what is common to every call: where the data is, and how to tell the results."""

    data: Path | None = None
    report: Report = field(default_factory=Report)


pass_call = click.make_pass_decorator(Call)


class Verb(Spoken):
    """Be one verb, with the options that all verbs share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += common_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; what is left over belongs to nothing."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Ended(usage_problem(_("Thừa phần này: {seen}.", seen=" ".join(rest)), ctx.command_path))
        return rest


class Program(Spoken, click.Group):
    """Be the whole command line; a verb's module is loaded when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the verbs in the order of a first visit."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one verb, or none by this name."""
        if cmd_name not in VERBS:
            return None
        module = import_module(f"merchant_helper.cli.{VERBS[cmd_name][0]}")
        return getattr(module, cmd_name)  # type: ignore[no-any-return]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the verbs, without loading any of these."""
        Spoken.format_options(self, ctx, formatter)
        with formatter.section(_("Lệnh")):
            formatter.write_dl([(verb, _(purpose)) for verb, (_module, purpose) in VERBS.items()])

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run one call from its words to its exit status; ends the process."""
        console.prepare()
        words = list(sys.argv[1:] if args is None else args)
        call = Call(report=Report(as_json="--json" in _before_dashes(words)))
        with in_language(_language_in(words)), ending_politely():
            try:
                status = self._run(words, call, extra.get("prog_name") or "merchant-helper")
            except OutputGone:
                console.abandon_output()
                status = Status.STOPPED
        sys.exit(int(status))

    def _run(self, words: list[str], call: Call, name: str) -> int:
        try:
            return int(super().main(words, name, standalone_mode=False, obj=call) or Status.DONE)
        except click.exceptions.NoArgsIsHelpError as error:
            call.report.note(error.format_message())
            return Status.WRONG_CALL
        except (click.Abort, KeyboardInterrupt):
            return _end(call, problem_of(KeyboardInterrupt()))
        except click.UsageError as error:
            return _end(call, _explained(error))
        except Exception as error:
            problem = problem_of(error)
            if problem.issue.code == "cli.our_fault":
                traceback.print_exc()
            return _end(call, problem)


def _end(call: Call, problem: Problem) -> int:
    call.report.problem(problem)
    return problem.status


def usage_problem(what: str, command: str, param: str | None = None) -> Problem:
    """Say what was wrong with a call and where its help is."""
    return Problem(Issue("cli.usage", param, "block", {"what": what, "command": command}))


def _explained(error: click.UsageError) -> Problem:
    path = error.ctx.command_path if error.ctx else "merchant-helper"
    param = error.param.name if isinstance(error, click.BadParameter) and error.param else None
    return usage_problem(explain(error), path, param)


def _before_dashes(words: list[str]) -> list[str]:
    return words[: words.index("--")] if "--" in words else words


def _language_in(words: list[str]) -> str:
    """Find the language before anything is parsed, so that even a wrong call is answered in it."""
    found = "vi"
    for word, following in zip(words, [*words, ""][1:], strict=True):
        name, _sign, value = word.partition("=")
        chosen = value or following
        if name == "--lang" and chosen in LANGUAGES:
            found = chosen
    return found


def _set_data(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.ensure_object(Call).data = value


def _set_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Call).report.as_json = True


def _set_lang(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        set_language(value)


def common_options() -> list[click.Parameter]:
    """Make the options that stand before or after the verb."""
    return [
        click.Option(
            ["--data"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            help=mark("Thư mục dữ liệu (hoặc đặt trong MERCHANT_HELPER_DATA)."),
            expose_value=False,
            callback=_set_data,
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            help=mark("Ghi kết quả thành từng dòng JSON cho chương trình khác đọc."),
            expose_value=False,
            callback=_set_json,
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            help=mark("Tiếng Việt (vi) hoặc tiếng Anh (en)."),
            expose_value=False,
            is_eager=True,
            callback=_set_lang,
        ),
    ]


def verb(name: str) -> Callable[[Callable[..., Any]], Verb]:
    """Make a function a verb; its purpose is the one in the table."""
    return click.command(name, cls=Verb, help=VERBS[name][1])


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"merchant-helper {__version__}")
        ctx.exit(0)


@click.group(
    cls=Program,
    help=mark("Giúp hộ kinh doanh chụp ảnh hàng, viết bài và đăng bán."),
    epilog=STATUSES,
    subcommand_metavar="COMMAND ...",
    invoke_without_command=True,
    no_args_is_help=True,
    params=[
        *common_options(),
        click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
                     help=mark("Xem số phiên bản rồi dừng.")),
    ],
)  # fmt: skip
@click.pass_context
def program(ctx: click.Context) -> None:
    """Want a verb."""
    if ctx.invoked_subcommand is None:
        raise Ended(usage_problem(_("Còn thiếu tên lệnh."), ctx.command_path))
