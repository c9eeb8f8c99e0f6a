"""The tests, in rooms named like the rooms they test."""
