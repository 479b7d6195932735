"""Terminal output: tables, progress, braille preview, signals."""
