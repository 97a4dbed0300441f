"""`python -m readiness` is the command line."""

from readiness.cli import main

main()
