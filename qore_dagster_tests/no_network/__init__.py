"""A folder for PYTHONPATH: each Python that starts with it reaches this machine only."""
