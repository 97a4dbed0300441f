"""What is asked of the organisation: packs, what was adopted, exemptions."""
