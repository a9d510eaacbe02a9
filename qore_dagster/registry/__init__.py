"""The funds that the platform knows: who they are, what is wanted of them, in which order they stand.

Belongs here: identity (UUID and CNPJ, never a name), the slug, the list's changes. Does not: asking the portal
(`portal`), the partitions that follow from it (`partitions`).
"""
