"""What can go wrong with a migration as a whole.

Belongs here: the room's error. Does not: what is wrong with a row, which goes to quarantine (`reasons`).
"""

from qore_dagster.model.faults import QoreError


class MigrationError(QoreError):
    """The migration, or one of its sources, cannot go on; what was written before stays whole."""

    code = "migracao"
