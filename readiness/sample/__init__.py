"""The sample organisation: to look at the product with, marked as a sample, removed in one step."""

from readiness.sample.actions import SampleSize, add_sample, approve_protocols, has_organisation
from readiness.sample.removing import remove_sample

__all__ = ["SampleSize", "add_sample", "approve_protocols", "has_organisation", "remove_sample"]
