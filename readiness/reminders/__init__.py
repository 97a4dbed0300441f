"""Who is to be reminded of what, by when: worked out each working day, owed once, withdrawn when its reason ends."""
