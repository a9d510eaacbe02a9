"""How long a business day takes and how much memory: a command, not a test. `docs/benchmarks.md` tells what it says.

Belongs here: measuring the product as it is. Does not: any part of the product; no limit here makes a test fail.
"""
