"""Ground: tools that know no domain."""
