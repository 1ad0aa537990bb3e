"""Hold the parts of the walk: the person, her clock, her slips, the words of a page and the report."""
