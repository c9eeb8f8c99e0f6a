"""People: log-ins and profiles."""
