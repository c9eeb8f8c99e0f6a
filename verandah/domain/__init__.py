"""Nouns: what exists, what is allowed, what a viewer may see."""
