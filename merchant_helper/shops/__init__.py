"""Keep each household's own space: the shop, its people, and what was agreed."""
