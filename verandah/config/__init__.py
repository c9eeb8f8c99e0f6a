"""Settings, addresses and the two server entry points; knows everything, imported by nothing."""
