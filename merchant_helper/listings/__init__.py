"""Keep what an owner tells of her product, and the order in which she is asked."""
