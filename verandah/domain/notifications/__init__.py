"""What concerns me: notices, kept as data and worded when shown."""
