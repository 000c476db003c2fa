"""`python -m reviewer`."""

from reviewer.cli import main

main(prog_name="sealed-line-reviewer")
