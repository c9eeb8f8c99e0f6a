"""Keeping the place good: reports, what staff does about them and who did it, and who is kept out."""
