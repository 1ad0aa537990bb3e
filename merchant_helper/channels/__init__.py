"""Know what each place of selling asks for, and write what it takes."""

from merchant_helper.channels.check import check
from merchant_helper.channels.export import ExportRefused, export
from merchant_helper.channels.judge import hold_together, judged
from merchant_helper.channels.kit import write_kit
from merchant_helper.channels.lines import WHOLE_POST, KitLine, kit_lines
from merchant_helper.channels.model import Channel
from merchant_helper.channels.pictures import is_base_url, kit_pictures
from merchant_helper.channels.report import Problem, Report
from merchant_helper.channels.rows import rows
from merchant_helper.channels.spec import all_channels, load, stale
from merchant_helper.channels.writers import write_csv, write_file

__all__ = [
    "WHOLE_POST",
    "Channel",
    "ExportRefused",
    "KitLine",
    "Problem",
    "Report",
    "all_channels",
    "check",
    "export",
    "hold_together",
    "is_base_url",
    "judged",
    "kit_lines",
    "kit_pictures",
    "load",
    "rows",
    "stale",
    "write_csv",
    "write_file",
    "write_kit",
]
