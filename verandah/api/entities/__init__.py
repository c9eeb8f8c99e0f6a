"""What apps are told: one file for each thing that Mastodon's documentation describes, as pure functions."""
