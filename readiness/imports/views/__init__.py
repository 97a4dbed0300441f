"""The pages of imports."""

from readiness.imports.views.asking import offer_kinds
from readiness.imports.views.deciding import pages as deciding
from readiness.imports.views.mapping import pages as mapping
from readiness.imports.views.showing import pages as showing

BLUEPRINTS = (showing, deciding, mapping)

__all__ = ["BLUEPRINTS", "offer_kinds"]
