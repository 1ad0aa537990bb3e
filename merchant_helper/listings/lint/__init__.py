"""Look for words that a place of selling, a law or a buyer takes amiss, and say what to write instead."""

from merchant_helper.listings.lint.finding import Finding, mended
from merchant_helper.listings.lint.knowledge import Group, knowledge
from merchant_helper.listings.lint.policy import EVERYWHERE, Level, Policy
from merchant_helper.listings.lint.scan import lint, rested

__all__ = ["EVERYWHERE", "Finding", "Group", "Level", "Policy", "knowledge", "lint", "mended", "rested"]
