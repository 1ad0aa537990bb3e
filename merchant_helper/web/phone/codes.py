"""Make join codes, know them again, and slow down whoever guesses.

They live in memory only, and their age is told by a clock that nobody can set: a wrong date on the laptop
neither opens nor closes anything.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from merchant_helper.shops.pairs import draw_pair
from merchant_helper.web.steady import steady

LIVES_S = 15 * 60.0
# Letters and figures that nobody takes for one another; ten of them are 49 bits.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
TOKEN, DIGITS = 10, 6
KEPT = 200
# Wrong tries that one caller may make, and all callers together, in the time that a code lives.
TRIES, TRIES_OF_ALL = 5, 30

Clock = Callable[[], float]


@dataclass
class JoinCode:
    """Stand for one visit of one shop: a token for the QR code, digits to type, a picture with a number."""

    token: str
    digits: str
    visit_id: str
    shop_id: str
    picture: str
    number: int
    made: float
    # Made while a phone was joined already: that phone may come back without it.
    spare: bool = False
    seen: bool = False
    used: bool = False
    void: bool = False


class JoinCodes:
    """Keep the codes of this run of the program."""

    def __init__(self, clock: Clock = steady) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._codes: dict[str, JoinCode] = {}

    def make(self, visit_id: str, shop_id: str, *, spare: bool = False) -> JoinCode:
        """Make a fresh code; an earlier one of the visit that nobody used ends."""
        with self._lock:
            self._end_unused(visit_id)
            code = self._new(visit_id, shop_id)
            code.spare = spare
            return code

    def for_take_over(self, visit_id: str, shop_id: str) -> JoinCode:
        """Give a code by which another browser of the joined phone gets in with the visit's digits."""
        with self._lock:
            known = (c for c in self._codes.values() if c.visit_id == visit_id and c.used and not c.void)
            code = next(known, None) or self._new(visit_id, shop_id)
            code.used = True
            return code

    def find(self, token: str) -> JoinCode | None:
        """Find a code by its token, be it fresh, used or old."""
        return self._codes.get(token)

    def by_digits(self, digits: str) -> JoinCode | None:
        """Find the fresh code with these digits."""
        with self._lock:
            return next((c for c in self._codes.values() if c.digits == digits and self.is_fresh(c)), None)

    def of_visit(self, visit_id: str) -> JoinCode | None:
        """Give the newest code of a visit."""
        with self._lock:
            return next((c for c in reversed(self._codes.values()) if c.visit_id == visit_id), None)

    def is_fresh(self, code: JoinCode) -> bool:
        """Tell whether a phone may still join with this code."""
        return not code.used and not code.void and self.age(code) < LIVES_S

    def age(self, code: JoinCode) -> float:
        """Tell how many seconds ago a code was made."""
        return self._clock() - code.made

    def use(self, code: JoinCode) -> bool:
        """Use a fresh code up; of two phones that press at once only one gets it."""
        with self._lock:
            if not self.is_fresh(code):
                return False
            code.used = True
            return True

    def give_back(self, code: JoinCode) -> None:
        """Make a code fresh again whose phone could not be let in after all."""
        with self._lock:
            code.used = False

    def take_back(self, visit_id: str) -> None:
        """End the code of a visit that nobody used: the phone that is in stays in."""
        with self._lock:
            self._end_unused(visit_id)

    def end_all(self) -> None:
        """End every code that is still fresh: somebody is guessing."""
        with self._lock:
            for code in self._codes.values():
                code.void = code.void or not code.used

    def end_visit(self, visit_id: str) -> None:
        """End every code of a visit, used ones too: the phone was sent out."""
        with self._lock:
            for code in self._codes.values():
                code.void = code.void or code.visit_id == visit_id

    def _end_unused(self, visit_id: str) -> None:
        for code in self._codes.values():
            code.void = code.void or (code.visit_id == visit_id and not code.used)

    def _new(self, visit_id: str, shop_id: str) -> JoinCode:
        picture, number = draw_pair()
        token = "".join(secrets.choice(LETTERS) for _letter in range(TOKEN))
        code = JoinCode(token, self._new_digits(), visit_id, shop_id, picture, number, self._clock())
        self._codes[token] = code
        while len(self._codes) > KEPT:
            del self._codes[next(iter(self._codes))]
        return code

    def _new_digits(self) -> str:
        taken = {code.digits for code in self._codes.values() if self.is_fresh(code)}
        while (digits := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}") in taken:
            continue
        return digits


class Guesses:
    """Count wrong codes by caller and by all callers together.

    The same wrong code twice is one try: a page that is opened again, a button that is pressed twice.
    """

    def __init__(self, clock: Clock = steady) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[tuple[str, int], float] = {}
        self._stopped_at: float | None = None

    def may_try(self, caller: str) -> bool:
        """Tell whether this caller may try again now."""
        with self._lock:
            return self._may_try(caller)

    def wrong(self, caller: str, told: str) -> bool:
        """Note a wrong try; tell whether it was the one too many, whoever made the others.

        Tries of one who may not try are no tries: nothing was compared.
        """
        with self._lock:
            if not self._may_try(caller):
                return False
            self._wrong.setdefault((caller, hash(told)), self._clock())
            if len(self._wrong) < TRIES_OF_ALL:
                return False
            self._wrong.clear()
            self._stopped_at = self._clock()
            return True

    def stopped(self) -> bool:
        """Tell whether so many wrong codes came in that nobody may try for a while."""
        return self._stopped_at is not None and self._clock() - self._stopped_at < LIVES_S

    def _may_try(self, caller: str) -> bool:
        since = self._clock() - LIVES_S
        self._wrong = {who: at for who, at in self._wrong.items() if at > since}
        mine = sum(other == caller for other, _told in self._wrong)
        return mine < TRIES and not self.stopped()


class Presence:
    """Know since when each joined phone has been quiet, and by which address it came."""

    def __init__(self, clock: Clock = steady) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[float, str]] = {}
        self._heard: float | None = None
        self._asked: dict[str, dict[str, str]] = {}

    def touch(self, phone_id: str, host: str = "") -> None:
        """Note that the phone has just asked for something."""
        self._seen[phone_id] = self._clock(), host

    def hear(self) -> None:
        """Note that a phone got as far as the door which has not joined."""
        self._heard = self._clock()

    def heard_within(self, seconds: float) -> bool:
        """Tell whether one got there in this time."""
        return self._heard is not None and self._clock() - self._heard <= seconds

    def quiet_s(self, phone_id: str) -> float | None:
        """Tell for how many seconds it has been quiet; none when this run has not met it."""
        seen = self._seen.get(phone_id)
        return None if seen is None else self._clock() - seen[0]

    def open_page(self, phone_id: str, asked: dict[str, str]) -> None:
        """Remember what the address of the page that it opened asks for besides the step."""
        self._asked[phone_id] = asked

    def asked(self, phone_id: str) -> dict[str, str]:
        """Tell what the address of its page asks for: which place, which photo."""
        return self._asked.get(phone_id, {})

    def host(self, phone_id: str) -> str | None:
        """Tell the address by which it came last."""
        seen = self._seen.get(phone_id)
        return seen[1] if seen else None
