"""Tests of filling sellers' own templates."""
