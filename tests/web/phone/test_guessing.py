"""Strangers of the same network guess codes: they are slowed down, written down, and gain nothing."""

from __future__ import annotations

import logging

import pytest

from merchant_helper.web.phone.codes import TRIES, TRIES_OF_ALL, Guesses
from web.phone.counter import Clock, Counter, Phone


def wrong_digits(counter: Counter, count: int) -> list[str]:
    """Give digits that no code has."""
    fresh = counter.code_on(counter.page).digits
    return [d for n in range(count + 1) if (d := f"{n:06}") != fresh][:count]


def guess(counter: Counter, caller: int, digits: list[str]) -> list[int]:
    phone = counter.phone(ip=f"192.168.1.{caller}")
    phone.read("/")
    return [phone.send("/v", {"digits": told}).status for told in digits]


def test_five_wrong_codes_are_one_callers_share(counter: Counter) -> None:
    code = counter.let_in()
    assert guess(counter, 66, wrong_digits(counter, 6)) == [403] * 4 + [429] * 2
    assert guess(counter, 66, [code.digits]) == [429]
    assert counter.phone(ip="192.168.1.67").type_digits(code.digits).url == f"/v/{code.token}"
    counter.clock.pass_by(minutes=14)
    fresh = counter.new_code()
    assert guess(counter, 66, [fresh.digits]) == [429]
    counter.clock.pass_by(minutes=1.1)
    assert guess(counter, 66, [fresh.digits]) == [200]


def test_who_typed_wrong_too_often_still_gets_in_by_scanning(counter: Counter) -> None:
    code = counter.let_in()
    guess(counter, 50, wrong_digits(counter, 6))
    waits = counter.phone().type_digits(code.digits)
    assert waits.status == 429 and "quét mã mới" in waits.text
    assert counter.join(code=code).read("/").step == "consent"


def test_the_same_wrong_digits_pressed_twice_are_one_try(counter: Counter) -> None:
    counter.let_in()
    (wrong,) = wrong_digits(counter, 1)
    assert guess(counter, 66, [wrong] * 12) == [403] * 12


def test_an_empty_box_is_no_try(counter: Counter) -> None:
    counter.let_in()
    assert guess(counter, 66, ["", " ", "abc"] * 4) == [403] * 12


def test_thirty_wrong_codes_of_all_callers_end_every_fresh_code_and_the_laptop_says_why(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    code = counter.let_in()
    told = wrong_digits(counter, TRIES_OF_ALL)
    with caplog.at_level(logging.WARNING, "merchant_helper.web.phone.tries"):
        for n in range(6):
            guess(counter, 100 + n, told[TRIES * n : TRIES * (n + 1)])
    assert counter.phone().read(f"/v/{code.token}", status=410)
    assert "Có người gõ sai mã nhiều lần" in counter.page.text
    lines = [record.getMessage() for record in caplog.records]
    assert sum("all join codes have ended" in line for line in lines) == 1
    assert sum("wrong code from 192.168.1.10" in line for line in lines) == TRIES_OF_ALL
    assert not any(digits in line for line in lines for digits in [*told, code.digits, code.token])


def test_going_on_guessing_neither_ends_new_codes_nor_fills_the_log(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.let_in()
    told = wrong_digits(counter, TRIES_OF_ALL)
    for n in range(6):
        guess(counter, 100 + n, told[TRIES * n : TRIES * (n + 1)])
    code = counter.new_code()
    caplog.clear()
    assert set(guess(counter, 120, told)) == {429}
    assert guess(counter, 121, [code.digits]) == [429], "nobody types for a while, not even the right digits"
    assert not caplog.records
    assert counter.join(counter.phone(ip="192.168.1.121"), code).read("/").step == "consent"


def test_guessed_tokens_count_as_well(counter: Counter) -> None:
    counter.let_in()
    stranger = counter.phone(ip="192.168.1.66")
    assert [stranger.read_any(f"/v/guess{n}").status for n in range(6)] == [404] * 4 + [429] * 2


def test_an_old_link_opened_again_and_again_locks_nobody_out(counter: Counter) -> None:
    code = counter.let_in()
    phone = counter.phone()
    for _again in range(10):
        phone.read("/v/fromyesterday", status=404)
    assert phone.type_digits(code.digits).url == f"/v/{code.token}"


def test_four_digits_are_guessed_no_faster(counter: Counter, phone: Phone) -> None:
    right = int(counter.digits())
    link = counter.app.extensions["join_codes"].for_take_over(*_visit(counter)).token
    stranger = counter.phone(ip="192.168.1.66")
    page = stranger.read(f"/v/{link}")
    seen = []
    for n in range(TRIES + 1):
        seen.append(stranger.send(f"/v/{link}", {"digits": f"{(right + n + 1) % 10_000:04}"}).status)
    assert seen == [403] * (TRIES - 1) + [429] * 2
    assert stranger.send(f"/v/{link}", {"digits": f"{right:04}"}).status == 429
    assert page and phone.read("/").step == "consent"


def _visit(counter: Counter) -> tuple[str, str]:
    code = next(iter(counter.app.extensions["join_codes"]._codes.values()))
    return code.visit_id, code.shop_id


def test_the_count_forgets_after_a_quarter_of_an_hour() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for n in range(TRIES):
        guesses.wrong("a", str(n))
    assert not guesses.may_try("a") and guesses.may_try("b")
    clock.pass_by(minutes=15.1)
    assert guesses.may_try("a")
    ended = [guesses.wrong(f"caller {n}", "x") for n in range(TRIES_OF_ALL + 5)]
    assert ended.count(True) == 1 and guesses.stopped() and not guesses.may_try("b")
    clock.pass_by(minutes=15.1)
    assert not guesses.stopped() and guesses.may_try("b")
