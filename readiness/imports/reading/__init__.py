"""Files as tables, whatever they are: from bytes to rows of cells, with every fault by its place."""
