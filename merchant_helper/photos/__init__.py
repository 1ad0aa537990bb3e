"""Take photos in, judge them, cut the product out and render pictures for a channel."""
