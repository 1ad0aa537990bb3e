"""Say how a verb is used, and what was wrong with a call, in the language of the person."""

from __future__ import annotations

from difflib import get_close_matches

import click

from merchant_helper.i18n import gettext as _


class Spoken(click.Command):
    """Write help in the current language; its texts are sentences marked for the catalogues."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, and let every complaint know which verb it is about."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, purpose, arguments and options."""
        usage = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, usage, prefix=_("Cách dùng: "))
        formatter.write_paragraph()
        for paragraph in (self.help or "", self.epilog or ""):
            if paragraph:
                formatter.write_text(_(paragraph))
                formatter.write_paragraph()
        self.format_options(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each option."""
        with formatter.section(_("Tùy chọn")):
            formatter.write_dl([self._row(ctx, param) for param in self.get_params(ctx) if _has_row(param)])

    def _row(self, ctx: click.Context, param: click.Parameter) -> tuple[str, str]:
        names = (param.get_help_record(ctx) or ("", ""))[0]
        if param is self.get_help_option(ctx):
            return names, _("Xem cách dùng rồi dừng.")
        return names, _(param.help) if isinstance(param, click.Option) and param.help else ""


def _has_row(param: click.Parameter) -> bool:
    return isinstance(param, click.Option) and not param.hidden


def explain(error: click.UsageError) -> str:
    """Say what was wrong with a call, and what would be right."""
    match error:
        case click.NoSuchOption():
            sentence = _("Không có tùy chọn {name}.", name=error.option_name)
            return sentence + _meant(error.option_name, [o for p in _params(error) for o in p.opts])
        case click.NoSuchCommand():
            sentence = _("Không có lệnh {name}.", name=error.command_name)
            return sentence + _meant(error.command_name, _verbs(error))
        case click.MissingParameter():
            return _("Còn thiếu {name}.", name=_name(error))
        case click.BadOptionUsage():
            return _bad_option(error)
        case click.BadParameter():
            return _bad_value(error)
    return error.format_message()


def _meant(seen: str, known: list[str]) -> str:
    near = get_close_matches(seen, known)
    return " " + _("Có phải là {names}?", names=", ".join(near)) if near else ""


def _params(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.params if error.ctx else []


def _verbs(error: click.UsageError) -> list[str]:
    group = error.ctx.command if error.ctx else None
    return group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx else []


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx) if error.ctx else error.param.human_readable_name


def _bad_option(error: click.BadOptionUsage) -> str:
    options = [param for param in _params(error) if error.option_name in param.opts]
    if any(isinstance(option, click.Option) and option.is_flag for option in options):
        return _("{name} đứng một mình, không nhận giá trị.", name=error.option_name)
    return _("Sau {name} còn thiếu giá trị.", name=error.option_name)


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return _("{name} nhận một trong: {choices}.", name=_name(error), choices=", ".join(kind.choices))
    if isinstance(kind, click.IntRange):
        return _("{name} là số nguyên từ {low} đến {high}.", name=_name(error), low=kind.min, high=kind.max)
    return f"{_name(error)}: {error.message}"
