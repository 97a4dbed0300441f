"""The forms of requirements: packs, own terms, own requirements, exemptions."""
