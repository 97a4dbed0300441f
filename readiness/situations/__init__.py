"""Which situation is meant by what someone in distress types: words, groups of letters and meaning together."""
