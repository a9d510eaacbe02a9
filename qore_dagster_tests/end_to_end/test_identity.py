"""A fund is its UUID and CNPJ: whatever it is called, there is one of it, with all its days."""

import json
from datetime import date

from qore_dagster.calendar import previous_business_day
from qore_dagster_tests.end_to_end.conftest import MakePlatform
from qore_dagster_tests.end_to_end.platform import LAST_DAY, Platform

_DAYS = ("2026-01-06", LAST_DAY.isoformat())


def _loaded(built: Platform) -> list[tuple[str, date]]:
    return built.rows("select slug, data_pos from pos.pos_cota join cad.info_fundos using (id_fundo) order by 1, 2")


def test_defect_27_no_spelling_of_a_name_makes_a_second_fund_or_loses_a_row(platform: MakePlatform) -> None:
    built = platform(funds=2)
    assert built.qore("run", "--date", previous_business_day(LAST_DAY).isoformat(), "--json").code == 0
    funds = built.rows("select slug, uuid::text, cnpj, nome_curto from ctl.fund order by position")
    assert len(funds) == 2

    for number, spelled in enumerate(("{} (1)", "FIP {}", "{}", "  {}  FUNDO DE INVESTIMENTO")):
        names = [spelled.format(nome.lower() if number else nome) for *_, nome in funds]
        if number == 2:  # the names change places
            names.reverse()
        entries = [
            {"nome": nome, "url": f"https://portal.exemplo.com.br/fundo-posicao/{uuid.upper()}"}
            for nome, (_, uuid, *_) in zip(names, funds, strict=True)
        ]
        file = built.home / "lista_fundos.json"
        file.write_text(json.dumps(entries))
        imported = built.qore("funds", "import", str(file))
        assert imported.code == 0, imported.err
        assert built.rows("select slug, uuid::text, cnpj from ctl.fund order by position") == [
            fund[:3] for fund in funds
        ]

    built.portal.add_fault("fund_renamed")
    renamed = built.run()

    assert renamed.code == 0, renamed.err
    assert "fundo renomeado" in renamed.err
    assert _loaded(built) == [(slug, date.fromisoformat(day)) for slug in sorted(f[0] for f in funds) for day in _DAYS]
    names = [nome for (nome,) in built.rows("select nome from ctl.fund")]
    assert all(nome.endswith("RENOMEADO") for nome in names)
    with built.instance() as instance:
        assert sorted(instance.get_dynamic_partitions("fund")) == sorted(fund[0] for fund in funds)
