"""What is asked of Dagster, and when."""
