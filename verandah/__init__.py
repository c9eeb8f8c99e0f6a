"""Verandah: a social network that a community runs for itself."""
