"""The fund portfolios of a QORE portal as Dagster assets."""
