"""A year of exercises: proposed for all sites from what is asked, moved in a calendar, accepted in one step."""
