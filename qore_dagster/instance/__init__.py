"""What `dagster.yaml` names: storage, launcher, home, warm step processes.

Nearly all that touches Dagster's inside is here; `io_managers.narrowing` is the rest.

Belongs here: adapters of Dagster's instance. Does not: assets, partitions, what a run does.
"""
