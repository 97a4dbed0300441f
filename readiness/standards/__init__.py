"""What is shipped as data, certificate kinds and packs, and the classes that read it."""
