"""Door: live events to open pages."""
