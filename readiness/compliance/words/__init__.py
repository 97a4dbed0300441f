"""What is asked, and how it stands, in words. Pure."""
