"""Do the same work over many things at once."""
