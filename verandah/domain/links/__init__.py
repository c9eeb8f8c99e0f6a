"""Pages of others that posts link to: what is known of each, and which of them can be played here."""
