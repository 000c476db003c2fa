"""What both apps need to destroy for good, and to look whether something is left. Knows neither app."""
