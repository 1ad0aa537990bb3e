"""Help household shops photograph, describe and sell their goods online."""

__version__ = "0.1.0"
