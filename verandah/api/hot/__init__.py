"""The reads that apps ask most, answered on the event loop: nothing here waits, and nothing is decided here."""
