"""The sample organisation: to look at the product with, marked as a sample, removed in one step."""

from readiness.sample.actions import SampleSize, add_sample, approve_protocols, has_organisation
from readiness.sample.going import Going, made_here, packs_that_end, size_in_words, what_goes
from readiness.sample.removing import remove_sample

__all__ = [
    "Going",
    "SampleSize",
    "add_sample",
    "approve_protocols",
    "has_organisation",
    "made_here",
    "packs_that_end",
    "remove_sample",
    "size_in_words",
    "what_goes",
]
