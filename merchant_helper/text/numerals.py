"""Say whole numbers in Vietnamese words."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
MAX_SPOKEN = 999_999_999_999


def number_in_words(number: int, nghin: str = "nghìn") -> str:
    """Say a number from 0 to 999 tỷ 999 triệu 999 nghìn 999.

    ``nghin`` is nghìn or ngàn; who says ngàn says *lẻ bốn* where others say *linh tư*. Raises ValueError for
    a number outside.
    """
    if not 0 <= number <= MAX_SPOKEN:
        raise ValueError(f"{number} is outside 0 to {MAX_SPOKEN}")
    if number == 0:
        return DIGITS[0]
    words: list[str] = []
    odd = "lẻ" if nghin == "ngàn" else "linh"
    for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (1000, nghin), (1, "")):
        group = number // size % 1000
        if group:
            words += _below_1000(group, odd, after=bool(words))
            words += [name] if name else []
    return " ".join(words)


def vnd_in_words(amount: int, nghin: str = "nghìn") -> str:
    """Say an amount of money: một trăm năm mươi nghìn đồng."""
    return f"{number_in_words(amount, nghin)} đồng"


def _below_1000(number: int, odd: str, *, after: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or after else []
    if tens == 0:
        if units:
            words += (
                [odd, "tư" if units == 4 and odd == "linh" else DIGITS[units]] if words else [DIGITS[units]]
            )
        return words
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return words + ([_unit_after_tens(tens, units)] if units else [])


def _unit_after_tens(tens: int, units: int) -> str:
    if units == 5:
        return "lăm"
    if tens > 1 and units in (1, 4):
        return "mốt" if units == 1 else "tư"
    return DIGITS[units]
