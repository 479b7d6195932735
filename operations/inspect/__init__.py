"""Everything a stage still knows about one recording."""
