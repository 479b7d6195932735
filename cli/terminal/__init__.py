"""Terminal output: tables, progress, the braille preview."""
