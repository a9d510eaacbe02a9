"""What `dagster.yaml` names, and all that touches Dagster's inside: storage, launcher, home, warm step processes.

Belongs here: adapters of Dagster's instance. Does not: assets, partitions, what a run does.
"""
