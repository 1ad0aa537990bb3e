"""Know what each place of selling asks for, and write what it takes."""

from merchant_helper.channels.asked import ExportRefused
from merchant_helper.channels.check import check
from merchant_helper.channels.completeness import Completeness, completeness
from merchant_helper.channels.dossier import dossier_files, write_dossier
from merchant_helper.channels.dossier_page import sheet
from merchant_helper.channels.export import export, unasked
from merchant_helper.channels.judge import hold_together, judged
from merchant_helper.channels.kit import write_kit
from merchant_helper.channels.kit_page import by_label, which_way
from merchant_helper.channels.lines import WHOLE_POST, KitLine, kit_lines
from merchant_helper.channels.model import Channel
from merchant_helper.channels.picture_set import as_taken, cover_as_taken, kit_pictures
from merchant_helper.channels.picture_zip import picture_zip
from merchant_helper.channels.pictures import is_base_url
from merchant_helper.channels.price_card import price_card
from merchant_helper.channels.report import Problem, Report
from merchant_helper.channels.rows import rows
from merchant_helper.channels.sharing import SHARED, caption
from merchant_helper.channels.spec import FRESH_DAYS, all_channels, load, stale
from merchant_helper.channels.writers import write_csv, write_file

__all__ = [
    "FRESH_DAYS",
    "SHARED",
    "WHOLE_POST",
    "Channel",
    "Completeness",
    "ExportRefused",
    "KitLine",
    "Problem",
    "Report",
    "all_channels",
    "as_taken",
    "by_label",
    "caption",
    "check",
    "completeness",
    "cover_as_taken",
    "dossier_files",
    "export",
    "hold_together",
    "is_base_url",
    "judged",
    "kit_lines",
    "kit_pictures",
    "load",
    "picture_zip",
    "price_card",
    "rows",
    "sheet",
    "stale",
    "unasked",
    "which_way",
    "write_csv",
    "write_dossier",
    "write_file",
    "write_kit",
]
