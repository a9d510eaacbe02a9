"""The old Access database into PostgreSQL."""
