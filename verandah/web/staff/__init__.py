"""Pages of the staff: queues, cases, decisions, and what holds for the whole site."""
