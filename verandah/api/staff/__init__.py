"""What apps of the staff ask: reports, members, who is kept out, figures."""
