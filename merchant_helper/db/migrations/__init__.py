"""Bring an older database up to date; each step is kept for good."""
