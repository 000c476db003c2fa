"""`python -m intake`."""

from intake.cli import main

main(prog_name="sealed-line-intake")
