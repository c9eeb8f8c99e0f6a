"""Search: finding posts by their words, for exactly those who may see them."""
