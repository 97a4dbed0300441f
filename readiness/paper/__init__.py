"""Cards and posters: printed from the records that the pages show, and what of them hangs where."""
