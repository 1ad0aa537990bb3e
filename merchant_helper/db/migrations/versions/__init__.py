"""Hold the steps, oldest first by number."""
