"""Names of files and folders that Windows, Linux and macOS all take, and that no two of them confuse.

Belongs here: what a single name may be. Does not: which names there are (`registry.filing_names`, `archive.names`).
Source: Microsoft, "Naming Files, Paths, and Namespaces".
"""

import unicodedata

LONGEST = 60
"""Characters of a name that is made here: with a date, a kind and folders around it a path stays well below 260."""

_LONGEST_CHOSEN = 120  # characters of a folder that people have already
_LONGEST_BYTES = 180  # file systems of Linux count bytes, 255 of them
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    "conin$",
    "conout$",
    *(f"{p}{n}" for p in ("com", "lpt") for n in "0123456789¹²³"),
}
_DASHED = str.maketrans(dict.fromkeys(r"/\:|", "-"))
_REFUSED = set('<>"?*')
_INVISIBLE = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # Unicode's categories: controls, marks of direction, lone halves
_ENDS = " ."  # Windows takes them away from the end; at the beginning a dot hides the file elsewhere


def safe_name(text: str, longest: int = LONGEST) -> str:
    r"""A name as near to a text as every system takes it; empty if nothing of the text can stay.

    `/`, `\`, `:` and `|` become `-`; `<`, `>`, `"`, `?`, `*` and invisible characters become spaces; spaces are
    single; dots and spaces at the ends go; a device's name (`CON`) gets a `_` in front; what is too long is cut. A safe
    name stays as it is.

    Args:
        text: any.
        longest: characters at most.
    """
    composed = unicodedata.normalize("NFC", text).translate(_DASHED)
    shown = "".join(" " if char in _REFUSED or unicodedata.category(char) in _INVISIBLE else char for char in composed)
    name = " ".join(shown.split()).strip(_ENDS)
    return _cut(f"_{name}" if is_device(name) else name, longest)


def is_safe(name: str) -> bool:
    """Whether a name that a person chose can be one folder or file as it is; only its spaces may be odd."""
    return name == name.strip() and bool(name) and " ".join(name.split()) == safe_name(name, _LONGEST_CHOSEN)


def is_device(name: str) -> bool:
    """Whether Windows takes a name for a device, whatever follows its first dot."""
    return name.partition(".")[0].rstrip().lower() in _DEVICES


def folded(name: str) -> str:
    """What is the same for two names that some system takes for one: by case, by form of accents, by ligature."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _cut(name: str, longest: int) -> str:
    name = name[:longest]
    while len(name.encode()) > _LONGEST_BYTES:
        name = name[:-1]
    return name.rstrip(_ENDS)
