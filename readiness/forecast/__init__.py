"""What comes: how long each site stays covered if nobody acts, or if what is booked happens; and what would be."""
