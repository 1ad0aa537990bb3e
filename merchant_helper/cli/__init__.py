"""Offer the same verbs to people who live in a terminal; nothing heavy is loaded before a verb needs it."""

from __future__ import annotations

from typing import NoReturn


def main() -> NoReturn:
    """Run the command line on the arguments of this process and end with its exit status."""
    from merchant_helper.cli.program import program

    program.main(prog_name="merchant-helper")
    raise AssertionError("the program ends its process")  # pragma: no cover
