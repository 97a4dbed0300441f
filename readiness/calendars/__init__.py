"""Private calendars: what a person, a site or a role has to know by date, as a feed that calendar apps fetch."""
