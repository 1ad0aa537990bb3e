"""Hand the work over to the owner, take it back in elsewhere, and wipe what must not stay."""
