"""What exists: the assets of every stage, and what Dagster shows of them."""
