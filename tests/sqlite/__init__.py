"""The site's own database, which tests can empty although it refuses that the record is deleted."""
