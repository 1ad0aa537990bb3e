"""What is to be mended is grouped by the deed that mends it, what blocks first, and no row is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_helper.bulk.mending import grouped, spans
from merchant_helper.channels import Problem
from merchant_helper.i18n import in_language
from merchant_helper.issues import Issue


def problem(code: str, field: str | None, row: int | None, severity: str = "block", **params: str) -> Problem:
    return Problem(Issue(code, field, severity, params), row, f"SP-{row}" if row else "")  # type: ignore[arg-type]


def test_one_deed_for_all_its_rows_and_red_before_yellow() -> None:
    found = [
        problem("channel.no_description", "description", 3, "warn"),
        *(problem("weight.missing", "weight_g", row) for row in (3, 8, 9, 10)),
        problem("channel.no_price", "price", 4),
        problem("price.unreadable", "price", 5, seen="liên hệ"),
    ]
    groups = grouped(found)
    assert [(g.severity, g.title, g.count, spans(g.rows)) for g in groups] == [
        ("block", "Thêm cân nặng", 4, "3, 8–10"),
        ("block", "Thêm giá bán", 1, "4"),
        ("block", "Sửa giá bán", 1, "5"),
        ("warn", "Thêm mô tả", 1, "3"),
    ]
    assert groups[0].is_one_sentence and groups[0].places[0].fix


def test_what_is_written_in_a_report_groups_alike() -> None:
    found = [problem("channel.name_too_long", "name", row, over="3", max="120") for row in (2, 7)]
    told = [one.to_json() for one in found]
    assert [g.title for g in grouped(told)] == [g.title for g in grouped(found)] == ["Rút ngắn tên món"]


def test_two_sentences_of_one_deed_stand_row_by_row() -> None:
    (group,) = grouped([problem("price.unreadable", "price", n, seen=f"x{n}") for n in (2, 3)])
    assert not group.is_one_sentence and [w.row for w in group.places] == [2, 3]


def test_what_belongs_to_no_row_says_itself() -> None:
    (group,) = grouped([problem("channel.feed_held", None, None, held="2")])
    assert group.rows == () and group.title == group.places[0].message


def test_a_column_of_a_template_is_named() -> None:
    (group,) = grouped([problem("channel.column_empty", "ps_x", 2, column="Chất liệu")])
    assert group.title == "Thêm cột “Chất liệu”"
    with in_language("en"):
        (group,) = grouped([problem("channel.no_price", "price", 2)])
    assert group.title == "Add: price"


@pytest.mark.parametrize(
    ("rows", "text"), [([], ""), ([3], "3"), ([3, 4], "3, 4"), ([1, 2, 3, 7, 9, 10], "1–3, 7, 9, 10")]
)
def test_neighbours_stand_together(rows: list[int], text: str) -> None:
    assert spans(rows) == text


def test_very_many_rows_are_cut_and_that_is_seen() -> None:
    told = spans(range(1, 1001, 2))
    assert told.startswith("1, 3, 5") and told.endswith("119, …") and len(told) < 300


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(1, 60), max_size=30))
def test_no_row_is_lost(rows: set[int]) -> None:
    back: set[int] = set()
    for part in spans(sorted(rows)).split(", ") if rows else []:
        first, _dash, last = part.partition("–")
        back |= set(range(int(first), int(last or first) + 1))
    assert back == rows
