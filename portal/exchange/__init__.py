"""Import and export in the genuine formats of the programme."""
