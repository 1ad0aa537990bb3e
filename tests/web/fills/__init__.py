"""Filling sellers' templates on the laptop's pages."""
