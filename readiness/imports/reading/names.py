"""A name that is written in one piece, told apart into given and family name. Pure."""

_BEFORE = frozenset(
    {
        "al", "ben", "bin", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della", "den", "der", "des",
        "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "san", "santa", "st", "st.", "te", "ten",
        "ter", "van", "von", "y", "zu", "zum", "zur",
    }
)  # fmt: skip
"""What a family name may begin with besides a word of its own."""

_AFTER = frozenset({"jr", "jr.", "junior", "sr", "sr.", "senior", "ii", "iii", "iv"})


def split_name(name: str) -> tuple[str, str]:
    """Given and family name of 'Ana de la Cruz' or 'de la Cruz, Ana'; a single word is a family name.

    Without a comma nobody can be sure: the last word is taken, with what belongs to it before and after.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given and given.casefold() not in _AFTER:
        return given, family
    words = name.split()
    place = len(words) - 1
    while place > 1 and words[place].casefold() in _AFTER:
        place -= 1
    while place > 1 and words[place - 1].casefold() in _BEFORE:
        place -= 1
    return " ".join(words[:place]), " ".join(words[place:])
