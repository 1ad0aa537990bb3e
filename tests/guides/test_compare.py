"""Two or three ways stand side by side; the questions lead to one way, for every answer."""

from __future__ import annotations

import pytest

from merchant_helper.errors import GuideBroken, NoSuchCard
from merchant_helper.guides.compare import choosing, parse, side_by_side
from merchant_helper.guides.model import QUESTIONS, Guides

COUNTER = {"busy": "no", "tourists": "no", "costly": "no"}


def test_every_question_is_a_row_in_its_order(guides: Guides) -> None:
    table = side_by_side(guides, ["momo", "cod", "momo"])
    assert [way.key for way in table.ways] == ["momo", "cod"]
    assert tuple(row.question for row in table.rows) == QUESTIONS
    assert [fact.key for fact in table.rows[0].facts] == ["sample-anyone"] * 2


@pytest.mark.parametrize(
    "keys", [[], ["momo"], ["momo", "momo"], ["momo", "cod", "vietqr-personal", "vietqr-household"]]
)
def test_one_or_four_ways_are_not_compared(guides: Guides, keys: list[str]) -> None:
    with pytest.raises(ValueError, match="ways"):
        side_by_side(guides, keys)


@pytest.mark.parametrize("key", ["no-such", "sample-pack"])
def test_what_is_no_way_is_not_compared(guides: Guides, key: str) -> None:
    with pytest.raises(NoSuchCard):
        side_by_side(guides, ["momo", key])


def expected(answers: dict[str, str]) -> tuple[str, set[str]]:
    """Say in Python what the table of decisions has to say."""
    far, registered = answers["where"] == "far", answers["registered"] == "yes"
    transfer = "vietqr-household" if registered else "vietqr-personal"
    first = "cod" if far else transfer
    later = {
        "sound-box": answers.get("busy") == "yes",
        "merchant-qr": answers.get("tourists") == "yes",
        "mobile-money": answers["feature-phones"] == "yes",
        "cod": answers["where"] == "both",
        transfer: far,
        "marketplace-balance": answers["where"] != "counter",
        "card-pos": answers.get("costly") == "yes",
        "auto-confirm": answers["many"] == "yes",
    }
    return first, {way for way, fits in later.items() if fits}


def test_every_answer_leads_to_one_way_and_says_why() -> None:
    table = choosing()
    every = list(table.every_answer())
    # 2 places with a counter x 3 papers x 2^5 further answers, and far away x 3 x 2^2.
    assert len(every) == 2 * 3 * 32 + 3 * 4
    for answers in every:
        first, later = table.propose(answers)
        assert (first.way, {advice.way for advice in later}) == expected(answers), answers
        assert first.why.vi and first.why.en and first.way not in {advice.way for advice in later}
        assert table.next_question(answers) is None


def test_every_advice_is_given_to_somebody() -> None:
    table = choosing()
    proposals = [table.propose(answers) for answers in table.every_answer()]
    given = {id(first) for first, _later in proposals} | {id(a) for _first, later in proposals for a in later}
    assert given == {id(advice) for advice in (*table.begin, *table.later)}


def test_questions_that_make_no_sense_are_not_asked() -> None:
    table = choosing()
    far = {"where": "far", "registered": "no"}
    question = table.next_question(far)
    assert question is not None and question.key == "feature-phones"
    assert table.known(far | COUNTER) == far


@pytest.mark.parametrize("told", [{"where": "moon"}, {"nothing": "x"}, {"registered": ""}, {"busy": "yes"}])
def test_answers_that_nobody_offered_are_dropped(told: dict[str, str]) -> None:
    assert choosing().known(told) == {}


QUESTION = (
    '[[question]]\nkey="a1"\nvi="a"\nen="a"\noption=[{key="x1",vi="x",en="x"},{key="y1",vi="y",en="y"}]\n'
)
BEGIN = '[[begin]]\nway="w1"\nwhy.vi="v"\nwhy.en="e"\n{when}\n'


@pytest.mark.parametrize(
    "text",
    [
        "x = = 1",
        f"later=[]\n{QUESTION}" + BEGIN.format(when='when={a1=["x1"]}'),
        f"later=[]\n{QUESTION}" + BEGIN.format(when='when={zz=["x1"]}') + BEGIN.format(when=""),
        f"later=[]\n{QUESTION}" + BEGIN.format(when='when={a1=["zz"]}') + BEGIN.format(when=""),
        f"later=[]\n{QUESTION}colour=1\n" + BEGIN.format(when=""),
        f"later=[]\nbegin=[]\n{QUESTION}",
    ],
    ids=["no TOML", "not for everybody", "no such question", "no such option", "unknown key", "no way"],
)
def test_a_table_that_leaves_somebody_out_is_refused(text: str) -> None:
    assert parse(f"later=[]\n{QUESTION}" + BEGIN.format(when=""), "x.toml").begin[0].way == "w1"
    with pytest.raises(GuideBroken, match=r"x\.toml"):
        parse(text, "x.toml")
