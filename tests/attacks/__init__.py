"""Attacks of the specification, each by its number."""
