"""Pages that are there only in a demonstration."""
