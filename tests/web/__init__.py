"""Read the pages as a person would, without a browser."""
