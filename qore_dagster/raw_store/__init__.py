"""Raw files as they came, kept for ever and under the hash of their bytes.

Belongs here: where a file lies, putting it there so that it is whole or absent, reading it back. Does not: fetching
(`portal`), what is in it (`formats`), which version it is (`warehouse.ledger`).
"""

from qore_dagster.raw_store.store import RawStore, RawStoreError, StoredFile

__all__ = ["RawStore", "RawStoreError", "StoredFile"]
