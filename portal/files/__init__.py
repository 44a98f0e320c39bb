"""Files attached to things: judged, cleaned, kept by their content."""
