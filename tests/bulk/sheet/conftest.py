"""What the tests of sheets share."""

from tests.bulk.sheet.shop import counter

__all__ = ["counter"]
