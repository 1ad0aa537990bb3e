"""Take a call apart, run its verb and end with the status that the contract promises."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from merchant_helper import __version__
from merchant_helper.cli import console
from merchant_helper.cli.calling import VERBS, Call, common_options, usage_problem
from merchant_helper.cli.outcome import Ended, Problem, Status, problem_of
from merchant_helper.cli.report import OutputGone, Report
from merchant_helper.cli.signals import ending_politely
from merchant_helper.cli.wording import Spoken, explain
from merchant_helper.i18n import LANGUAGES, in_language, mark
from merchant_helper.i18n import gettext as _

STATUSES = mark(
    "Kết thúc với: 0 xong; 1 xong nhưng có ảnh hoặc món cần làm lại; 2 gọi lệnh sai, chưa làm gì; "
    "3 phải dừng giữa chừng, phần đã xong vẫn giữ; 130 bị ngắt."
)


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
        # A verb may be a word that Python keeps for itself (import).
        commands = (value for value in vars(module).values() if isinstance(value, click.Command))
        return next(command for command in commands if command.name == cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the verbs, without loading any of these."""
        Spoken.format_options(self, ctx, formatter)
        with formatter.section(_("Lệnh")):
            formatter.write_dl([(verb, _(purpose)) for verb, (_module, purpose) in VERBS.items()])

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run one call from its words to its exit status; ends the process."""
        console.prepare()
        words = _before_dashes(list(sys.argv[1:] if args is None else args))
        call = Call(report=Report(as_json="--json" in words))
        with in_language(_language_in(words)), ending_politely():
            try:
                status = self._run(args, call, extra.get("prog_name") or "merchant-helper")
            except OutputGone:
                console.abandon_output()
                status = Status.STOPPED
        sys.exit(int(status))

    def _run(self, args: Sequence[str] | None, call: Call, name: str) -> int:
        try:
            # Without arguments click reads those of the process, and on Windows spells *.jpg out.
            return int(super().main(args, name, standalone_mode=False, obj=call) or Status.DONE)
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
