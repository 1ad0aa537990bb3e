"""Draw small templates as marketplaces hand them out, part by part, so that every byte of them is known."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# What a program writes that openpyxl cannot open: a pane of no known name, a format of no number.
BAD_PANE = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="6" activePane="bottom_left" state="frozen"/></sheetView></sheetViews>'  # noqa: E501
STATE = ' state="hidden"'
BAD_FORMAT = '<xf numFmtId="-1" fontId="0" fillId="0" borderId="0"/>'
EXTRA = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list"><x14:formula1><xm:f>Category!$A$1:$A$3</xm:f></x14:formula1>'
    "<xm:sqref>A6:A2000</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


@dataclass
class Page:
    """Be one sheet: texts by row and column (from 1); ``raw`` replaces all of its rows."""

    name: str
    rows: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    hidden: bool = False
    rules: Sequence[str] = ()
    before: str = ""
    after: str = ""
    extra: str = ""
    raw: str | None = None
    styles: Mapping[tuple[int, int], int] = field(default_factory=dict)


def rule(kind: str, area: str, first: str, second: str = "") -> str:
    """Write one rule as the marketplaces do."""
    other = f"<formula2>{escape(second)}</formula2>" if second else ""
    return (
        f'<dataValidation allowBlank="true" operator="between" sqref="{area}" type="{kind}">'
        f"<formula1>{escape(first)}</formula1>{other}</dataValidation>"
    )


def letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def book(
    pages: Sequence[Page], *, more: Mapping[str, bytes] | None = None, prefix: str = "", style: str = ""
) -> bytes:
    """Pack pages into a workbook; ``prefix`` names the elements of its sheets, ``style`` is the third."""
    strings: dict[str, int] = {}
    parts: dict[str, str] = {}
    for number, page in enumerate(pages, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(page, strings, prefix)
    parts["[Content_Types].xml"] = _kinds(len(pages))
    parts["_rels/.rels"] = _links([("rId1", "officeDocument", "xl/workbook.xml")])
    parts["xl/workbook.xml"] = _workbook(pages)
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(pages) + 1)]
    links += [("rId901", "styles", "styles.xml"), ("rId902", "sharedStrings", "sharedStrings.xml")]
    parts["xl/_rels/workbook.xml.rels"] = _links(links)
    parts["xl/styles.xml"] = _styles(style)
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
        for name, data in (more or {}).items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _kinds(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"workbook.xml": "sheet.main", "styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
    parts |= {f"worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    told = "".join(f'<Override PartName="/xl/{p}" ContentType="{kind}.{k}+xml"/>' for p, k in parts.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _workbook(pages: Sequence[Page]) -> str:
    told = [
        f'<sheet name={quoteattr(page.name)} sheetId="{n}"{STATE if page.hidden else ""} r:id="rId{n}"/>'
        for n, page in enumerate(pages, start=1)
    ]
    return f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{"".join(told)}</sheets></workbook>'


def _styles(last: str) -> str:
    usual = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        f'<borders count="1"><border/></borders><cellStyleXfs count="1">{usual}</cellStyleXfs>'
        f'<cellXfs count="3">{usual}{usual.replace("0", "49", 1)}{last or usual}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _links(links: Sequence[tuple[str, str, str]]) -> str:
    told = "".join(f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{to}"/>' for i, kind, to in links)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'


def _sheet(page: Page, strings: dict[str, int], prefix: str) -> str:
    p = prefix
    rows = []
    for number, cells in page.rows.items():
        inside = []
        for column, text in sorted(cells.items()):
            style = page.styles.get((number, column))
            said = f' s="{style}"' if style else ""
            place = f"{letters(column)}{number}"
            if text == "":
                inside.append(f'<{p}c r="{place}"{said}/>')
                continue
            index = strings.setdefault(text, len(strings))
            inside.append(f'<{p}c r="{place}"{said} t="s"><{p}v>{index}</{p}v></{p}c>')
        rows.append(f'<{p}row r="{number}" spans="1:9">{"".join(inside)}</{p}row>')
    data = page.raw if page.raw is not None else f"<{p}sheetData>{''.join(rows)}</{p}sheetData>"
    rules = (
        f'<dataValidations count="{len(page.rules)}">{"".join(page.rules)}</dataValidations>'
        if page.rules
        else ""
    )
    space = f'xmlns:{p[:-1]}="{MAIN}"' if p else f'xmlns="{MAIN}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}worksheet {space}><{p}dimension ref="A1"/>{page.before}'
        f"{data}{page.after}{rules}{page.extra}</{p}worksheet>"
    )
