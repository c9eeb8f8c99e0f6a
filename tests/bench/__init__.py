"""What measures must measure right."""
