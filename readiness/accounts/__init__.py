"""Who may sign in, as what, and where they are signed in."""
