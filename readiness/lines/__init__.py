"""Crisis lines as this organisation keeps them: what was changed in the shipped ones, and which are out of order."""
