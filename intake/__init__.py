"""The public side of the line: takes drops, serves the published pages, and cannot read what it carries."""
