"""Verbs: the only writers; a file is an activity, a function is the deed."""
