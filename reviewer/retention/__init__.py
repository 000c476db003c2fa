"""What is destroyed, by rule and by approval, and how it is certified. Nothing here decides: two members do."""
