"""The command speaks Portuguese, its library's own words included."""

import runpy
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from qore_dagster_tests.cli.conftest import Start

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "qore_dagster" / "cli" / "locale" / "pt_BR" / "LC_MESSAGES" / "messages.po"

ENGLISH = ("[OPTIONS]", "COMMAND", "[ARGS]", "required", "%Y", "Usage", "Error", "Try ", "Options", "Show this",
           "Invalid", "Missing", "No such")  # fmt: skip
NEVER_SAID = {
    "_termui_impl.py": "no editor, no pager",
    "_winconsole.py": "of the console's driver",
    "decorators.py": "no option of these is used",
    "shell_completion.py": "for shells that are too old",
    "termui.py": "nothing is asked at the terminal",
    "utils.py": "for programmers",
}
FOR_PROGRAMMERS = ("DeprecationWarning", "Name '", "Boolean option", "Could not determine", "No options defined",
                   "Arguments take exactly", "Value must be an iterable", "Choice(")  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--help",), ("Uso:", "Opções:", "Comandos:", "Mostra esta ajuda e termina.")),
        (("corre",), ("Erro: Não existe o comando 'corre'.", "Veja a ajuda: 'qore --help'.")),
        (("run", "--dat", "2026-01-07"), ("Não existe a opção '--dat'", "Seria")),
        (("run", "--date"), ("A opção '--date' precisa de um valor.",)),
        (("run", "--date", "ontem"), ("Valor inválido para '--date'", "'ontem' não é uma data")),
        (("demo", "--funds", "0"), ("0 está fora do intervalo 1<=x<=1000.",)),
        (("params", "set", "variacao_cota_maxima", "alfa"), ("Falta o argumento 'VALOR'.",)),
        (("params", "set", "--help"), ("Uso: qore params set [OPÇÕES] PARAMETRO FUNDO VALOR", "--since DATA")),
        (("run", "--help"), ("--date DATA",)),
        (("access", "--help"), ("Uso: qore access [OPÇÕES] COMANDO [ARGUMENTOS]...",)),
        (("params", "set", "outro", "alfa", "1"), ("'outro' não é",)),
        (("inspect",), ("Falta o argumento",)),
    ],
)
@pytest.mark.parametrize("language", ["C.UTF-8", "en_US.UTF-8"])
def test_what_click_says_is_portuguese_whatever_the_machine_speaks(
    arguments: tuple[str, ...], said: tuple[str, ...], language: str, start: Start
) -> None:
    out, err = start(*arguments, LANG=language, LC_ALL=language, LANGUAGE="en").communicate(timeout=60)
    for words in said:
        assert words in out + err
    for english in ENGLISH:
        assert english not in out + err


def test_every_word_of_click_that_may_be_said_has_its_portuguese() -> None:
    with WORDS.open("rb") as file:
        known = {str(message.id) for message in read_po(file, locale="pt_BR") if message.string}
    folder = Path(click.__file__).parent
    found = {words: name for name, _, words, *_ in extract_from_dir(folder, method_map=[("**.py", "python")])}
    unsaid = {
        str(words)
        for words, name in found.items()
        if str(words) not in known
        and (words == "Show this message and exit." or name not in NEVER_SAID)
        and not str(words).startswith(FOR_PROGRAMMERS)
    }
    assert unsaid == set()


def test_the_words_are_compiled() -> None:
    compiled = runpy.run_path(str(ROOT / "tools" / "cli_messages.py"))["compiled"]
    assert WORDS.with_suffix(".mo").read_bytes() == compiled(), "run `make docs`"
