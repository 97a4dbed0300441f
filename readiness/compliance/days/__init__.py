"""What is so on which days: spells, people and sites through time, findings. Pure."""
