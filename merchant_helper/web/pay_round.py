"""Remember, in this browser and for today alone, which codes the morning round has seen."""

from __future__ import annotations

from collections.abc import Sequence

from flask import session as cookie

from merchant_helper.guides.vietqr import Verdict
from merchant_helper.shops.pay_codes import PayCode
from merchant_helper.web.shop_forms import today

KEY = "pay_round"
# Beside the codes, whose own keys have letters.
STRANGER = "!"
# What a cookie holds beside all else; more codes than this hang at no counter.
MOST = 40


def of(code: PayCode) -> str:
    """Tell what was seen of a code today: same, different, unsure, or nothing yet."""
    return str(_today().get(code.id, ""))


def stranger() -> bool:
    """Tell whether a photo of today showed somebody else's code, and none since showed hers alone."""
    return bool(_today().get(STRANGER))


def note(verdicts: Sequence[Verdict], codes: Sequence[PayCode], wanted: PayCode | None) -> None:
    """Note what a photo showed; a code that was looked for and not found there counts by the worst of it."""
    seen = {codes[one.matched].id: "same" for one in verdicts if one.matched is not None}
    if wanted is not None and wanted.id not in seen and verdicts:
        results = {one.result for one in verdicts}
        seen[wanted.id] = "different" if "different" in results or "same" in results else "unsure"
    if verdicts:
        strange = any(one.result == "different" for one in verdicts) or (stranger() and not seen)
        before = {key: state for key, state in _today().items() if key != STRANGER}
        kept = {**before, **seen, **({STRANGER: "different"} if strange else {})}
        cookie[KEY] = {"day": today().isoformat(), "seen": dict(list(kept.items())[-MOST:])}


def _today() -> dict[str, str]:
    kept = cookie.get(KEY)
    if not isinstance(kept, dict) or kept.get("day") != today().isoformat():
        return {}
    return dict(kept.get("seen", {}))
