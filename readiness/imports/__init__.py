"""Files that people drop in: read, mapped, judged row by row, staged, applied whole."""
