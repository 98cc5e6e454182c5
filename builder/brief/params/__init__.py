"""The parameters of a brief: their values, what is said with them, and what is left out by them."""
