"""The QORE portal as the platform sees it: one login, listings, downloads, the list of funds.

Belongs here: HTTP, retries, the token, reading the portal's JSON. Does not: where files are kept (`raw_store`), what is
in them (`formats`), which funds are wanted (`registry`).
"""
