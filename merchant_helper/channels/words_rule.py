"""Say what a place of selling takes amiss of words, where that differs from what holds everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, Field

from merchant_helper.channels.said import Certainty, Strict, Text
from merchant_helper.listings.lint import Level, Policy, knowledge


def _is_group(key: str) -> str:
    if key not in knowledge().groups:
        raise ValueError(f"no words are called {key!r}; there are {', '.join(knowledge().groups)}")
    return key


Group = Annotated[str, AfterValidator(_is_group)]


class WordsRule(Strict):
    """Hold the levels of groups of words there, and the names that it may be called by (small, no spaces).

    "rest" says nothing; a group without a level has that of lint.toml.
    """

    levels: Mapping[Group, Level] = Field(default_factory=dict)
    own: tuple[Annotated[str, Field(pattern=r"^[a-z0-9]+$")], ...] = ()
    own_in_title: bool = True
    checked_on: date
    source: Text
    certainty: Certainty

    @cached_property
    def policy(self) -> Policy:
        """Give what the check of words goes by."""
        return Policy(dict(self.levels), frozenset(self.own), self.own_in_title)
