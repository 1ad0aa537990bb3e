"""Read a volunteer's sheet of products, write the empty one, and give back the rows that need mending."""
