"""The registry of funds in a real PostgreSQL."""
