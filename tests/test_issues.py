"""One word for every check, in two languages, and nothing typed taken for ours."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_helper.i18n import Address, in_language
from merchant_helper.issues import Issue, blocking

SMALL = Issue("price.too_small", "price", "block", {"amount": "200", "proposal": "200.000"})


def test_says_what_and_how_to_mend_it() -> None:
    assert SMALL.message() == "Giá 200 đồng thấp hơn 1.000 đồng."
    assert SMALL.fix() == "Ghi đủ các số không, ví dụ 200.000."
    with in_language("en"):
        assert SMALL.message() == "The price of 200 đồng is below 1.000 đồng."


def test_speaks_to_the_owner_when_her_address_is_known() -> None:
    missing = Issue("price.missing", "price", "block")
    assert missing.fix() == "Gõ giá vào ô này, ví dụ 45.000."
    assert missing.fix(Address("bác")) == "Bác gõ giá vào ô này, ví dụ 45.000."


@pytest.mark.parametrize("typed", ["{seen}", "[của {co}]", "{Co}", "<b>", "%(x)s"])
def test_typed_text_stays_as_it_was_typed(typed: str) -> None:
    issue = Issue("price.no_number", "price", "block", {"seen": typed})
    assert typed in issue.message()
    assert typed in issue.message(Address("cô"))


def test_the_shape_that_is_promised() -> None:
    told = SMALL.to_json()
    assert list(told) == ["code", "field", "severity", "message", "fix"]
    assert told["code"] == "price.too_small" and told["severity"] == "block"
    json.dumps(told)


severities = st.sampled_from(["block", "warn", "hint"])
issues = st.builds(
    Issue,
    st.text(),
    st.none() | st.text(),
    severities,
    st.dictionaries(st.text(), st.text() | st.integers()),
)


@given(issues)
def test_kept_and_read_back(issue: Issue) -> None:
    kept = json.loads(json.dumps(issue.to_record()))
    assert Issue.from_record(kept) == issue
    assert asdict(Issue.from_record(kept)) == asdict(issue)


@given(issues)
def test_an_issue_can_be_said_and_stand_in_a_set(issue: Issue) -> None:
    assert isinstance(issue.message(), str) and isinstance(issue.fix(), str)
    assert issue in {issue}


def test_a_record_of_an_older_program_is_read_with_care() -> None:
    assert Issue.from_record({"code": "x"}) == Issue("x")
    assert Issue.from_record({"code": "x", "severity": "odd", "params": ["?"]}) == Issue("x")


def test_only_blocking_issues_stop_the_way() -> None:
    assert blocking([SMALL, Issue("a"), Issue("b", severity="hint")]) == [SMALL]
