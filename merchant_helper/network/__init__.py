"""Find the addresses by which a phone reaches this computer, and say in words what stands in the way."""
