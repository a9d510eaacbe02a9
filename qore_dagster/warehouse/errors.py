"""What can go wrong with the database as a whole; faults of one fund's day are `model.faults`."""

from qore_dagster.model.faults import QoreError


class ServerError(QoreError):
    """The embedded server cannot be found, made, started or reached."""

    code = "embedded_postgres"


class AddressError(QoreError):
    """The database given in the settings cannot be used."""

    code = "database_address"


class MigrationError(QoreError):
    """A migration failed, or an applied one is no longer what it was."""

    code = "migration"
