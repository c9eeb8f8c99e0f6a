"""Tables of this server, by what they are about."""
