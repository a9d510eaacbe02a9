"""The day's report: what became of every file and fund, read from the ledger."""
