"""`qore inspect`: what a file is, read as the platform reads it.

Belongs here: findings per portfolio, and their two forms (JSON, a page for people). Does not: reading (`formats`), what
must hold (`model`).
"""
