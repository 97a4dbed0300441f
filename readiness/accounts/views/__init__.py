"""The pages of accounts."""

from readiness.accounts.views.oneself import pages as oneself
from readiness.accounts.views.rights import pages as rights
from readiness.accounts.views.settings import pages as settings
from readiness.accounts.views.signing_in import load_visitor
from readiness.accounts.views.signing_in import pages as signing_in

BLUEPRINTS = (signing_in, oneself, settings, rights)

__all__ = ["BLUEPRINTS", "load_visitor"]
