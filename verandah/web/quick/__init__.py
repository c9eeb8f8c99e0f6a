"""Pages that are asked most, put together on the event loop of what is kept; views answer whatever is unusual."""
