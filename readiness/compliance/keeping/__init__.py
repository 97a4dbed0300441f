"""Today's findings are kept, and kept true."""
