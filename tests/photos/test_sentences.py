"""Every reason about a photo can be said in both languages, and says what to do."""

from __future__ import annotations

import pytest

from merchant_helper.i18n import Address, in_language, speak
from merchant_helper.issues import Issue
from merchant_helper.photos import capture, colour, intake, refused, rendition

CODES = sorted(
    {code for module in (capture, colour, intake, refused, rendition) for code in module.ISSUE_CODES}
)
PARAMS = {"kind": "GIF", "limit": 40, "megapixels": 144, "pixels": 400, "least": 500, "kilobytes": 20}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_code_has_two_sentences(language: str, code: str) -> None:
    issue = Issue(code, params=PARAMS)
    with in_language(language):
        for sentence in (issue.message(), issue.fix()):
            for address in (Address(), Address(co="bác")):
                said = speak(sentence, address)
                assert code not in said
                assert said[0].isupper()
                assert said.endswith(".")
                assert "{" not in said
