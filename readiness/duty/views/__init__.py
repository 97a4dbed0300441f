"""The pages of who is on duty."""

from readiness.duty.views.cards import pages as cards_pages
from readiness.duty.views.consent import pages as consent_pages
from readiness.duty.views.rotas import pages as rotas_pages
from readiness.duty.views.week import pages as week_pages

BLUEPRINTS = (
    week_pages,
    rotas_pages,
    cards_pages,
    consent_pages,
)
