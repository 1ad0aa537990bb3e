"""Channels: specs, checks, rows, files, kits, reports."""
