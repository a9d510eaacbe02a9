"""The store of raw files: real folders, real processes."""
