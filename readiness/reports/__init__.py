"""What the organisation takes away: tables, in several formats."""
