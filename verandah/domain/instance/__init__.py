"""This server: its name, its rules for joining, its announcements."""
