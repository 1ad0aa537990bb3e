"""Let phones in and keep everybody else out."""
