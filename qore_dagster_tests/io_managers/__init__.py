"""What passes between assets, and what Dagster is told of it."""
