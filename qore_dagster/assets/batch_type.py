"""The Dagster type of what flows between assets.

Belongs here: that type. Does not: the container (`model.batch`).
"""

import dagster as dg

from qore_dagster.model.batch import Batch

BATCH = dg.PythonObjectDagsterType(
    Batch, name="Batch", description="Por fundo e dia: o valor e sua versão, ou por que não há."
)
