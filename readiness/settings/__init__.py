"""What the organisation settles for itself: its name, country, time zone and language, how far ahead it looks."""
