"""The users' old Access database, brought into PostgreSQL once and recognisable ever after.

Belongs here: which tables, how their cells are read, staging, the way into `cad`, `pos` and `aux`, the reconciliation.
Does not: reading Access files (`access`), the day's own loads (`warehouse.slices`), Dagster.
"""
