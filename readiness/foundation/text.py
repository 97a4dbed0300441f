"""Text by which people are found again, whatever its case, width or accents' form. Pure."""

import unicodedata


def name_key(name: str) -> str:
    """A name as it is compared: compatibility form, case folded, single blanks (Unicode NFKC)."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
