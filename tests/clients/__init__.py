"""Real clients against a real server, by `make clients`; not part of the tests, because the clients must be fetched."""
