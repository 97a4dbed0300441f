"""Libraries that few answers need: each is loaded when something of it is first asked for, and never before.

Together they take as long to load as all rooms do, and hold as much memory; most workers need two or three of them in
their life. They are named here and nowhere else: whoever needs one imports it from here, at the head as ever.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import highspy
    import holidays
    import icalendar
    import minisign.algo
    import minisign.secret_key
    import numpy
    import rapidfuzz
    import rustpy_xlsxwriter
    import segno
    import tokenizers
    from cryptography import exceptions as cryptography_exceptions
    from cryptography import fernet
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from PIL import ImageFont
    from rapidfuzz import distance
else:

    class _Later:
        """A module in waiting. Whoever comes while another loads it waits: Python locks the import of each."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            # Kept: the next one who asks does not come here.
            value = getattr(import_module(self._name), name)
            setattr(self, name, value)
            return value

    highspy = _Later("highspy")
    holidays = _Later("holidays")
    icalendar = _Later("icalendar")
    minisign = _Later("minisign")
    numpy = _Later("numpy")
    rapidfuzz = _Later("rapidfuzz")
    rustpy_xlsxwriter = _Later("rustpy_xlsxwriter")
    segno = _Later("segno")
    tokenizers = _Later("tokenizers")
    fernet = _Later("cryptography.fernet")
    cryptography_exceptions = _Later("cryptography.exceptions")
    ed25519 = _Later("cryptography.hazmat.primitives.asymmetric.ed25519")
    ImageFont = _Later("PIL.ImageFont")
    distance = _Later("rapidfuzz.distance")

__all__ = [
    "ImageFont",
    "cryptography_exceptions",
    "distance",
    "ed25519",
    "fernet",
    "highspy",
    "holidays",
    "icalendar",
    "minisign",
    "numpy",
    "rapidfuzz",
    "rustpy_xlsxwriter",
    "segno",
    "tokenizers",
]
