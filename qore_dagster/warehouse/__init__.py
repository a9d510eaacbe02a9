"""PostgreSQL: where it is, its migrations, the ledger, and the slices of `pos` and `cad`."""
