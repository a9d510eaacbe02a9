"""What exists, and the truth about each partition of it."""
