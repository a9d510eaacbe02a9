"""How is told what became of each of many partitions.

Belongs here: the observation that carries a reason, and the failure at the end. Does not: which partitions are
materialized (`io_managers.narrowing`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

import dagster as dg

from qore_dagster.instance.observations import log_observations
from qore_dagster.model.batch import Batch
from qore_dagster.model.edition import edition_of, source_of
from qore_dagster.model.faults import Fault
from qore_dagster.model.file_type import FileType
from qore_dagster.model.fund_day import FundDay

_SOURCE, _VERSION = "fonte", "versao"
_SHOWN = 20  # reasons spelt out in a failure's text; all of them stand in the ledger


def observe(context: dg.AssetExecutionContext, assets: Iterable[dg.AssetKey], batch: Batch[Any]) -> Iterator[object]:
    """Log, on each asset and for each key that is not good, an observation with its state and reason.

    What failed or is missing before a step is told on the assets of that step as well: whoever looks at a table's
    partition reads there why it is empty. The step yields what this yields.

    Args:
        context: of the step.
        assets: those of the step.
        batch: the step's outcome.
    """
    told: list[dg.AssetObservation] = []
    for asset in assets:
        told += [failure(asset, key, fault) for key, fault in sorted(batch.failed.items())]
        told += [absence(asset, key, why) for key, why in sorted(batch.missing.items())]
    return log_observations(context, told)


def version_metadata(edition: int) -> dict[str, object]:
    """Which file positions, or rows of a sink, come from; `edition_shown` reads it back."""
    source, version = source_of(edition)
    return {_SOURCE: source.value, _VERSION: version}


def edition_shown(event: dg.AssetMaterialization) -> int:
    """The version of a raw file, or the edition of what was made of it, that a materialization tells; 0 if none."""
    version = event.metadata.get(_VERSION)
    if not isinstance(version, dg.IntMetadataValue) or version.value is None:
        return 0
    source = event.metadata.get(_SOURCE)
    if isinstance(source, dg.TextMetadataValue) and source.text:
        return edition_of(FileType(source.text), version.value)
    return version.value


def failure(asset: dg.AssetKey, key: FundDay, fault: Fault) -> dg.AssetObservation:
    """That an attempt at a partition failed, why, and what to do."""
    metadata = {"estado": "falhou", "motivo": fault.reason, "o_que_fazer": fault.action, "codigo": fault.code}
    return dg.AssetObservation(asset, partition=str(key), description=str(fault), metadata=metadata)


def absence(asset: dg.AssetKey, key: FundDay, why: str) -> dg.AssetObservation:
    """That there is nothing yet of a partition, why, and what to do where `why` says so as a fault does (`… → …`)."""
    reason, _, action = why.partition(" → ")
    metadata = {"estado": "ausente", "motivo": reason, **({"o_que_fazer": action} if action else {})}
    return dg.AssetObservation(asset, partition=str(key), description=why, metadata=metadata)


def raise_for(faults: dict[FundDay, Fault], *, what: str) -> None:
    """End the step red if anything failed; called when every output has been yielded.

    Args:
        faults: what failed in this step, per key.
        what: what was being done, in Portuguese.

    Raises:
        dagster.Failure: names each (fund, date, reason, action). Not retried: the good partitions are done, and the
            next request asks for the others.
    """
    if not faults:
        return
    lines = [key.named(str(fault)) for key, fault in sorted(faults.items())]
    more = f"\n… e mais {len(lines) - _SHOWN}" if len(lines) > _SHOWN else ""
    raise dg.Failure(
        description=f"{what}: {len(lines)} com falha\n" + "\n".join(lines[:_SHOWN]) + more,
        metadata={"falhas": dg.MetadataValue.int(len(lines))},
        allow_retries=False,
    )
