"""What has to be there before a route can be used, by topic."""
