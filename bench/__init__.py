"""The benchmark: `portal bench`. Outside `portal/`, since nobody needs it to serve a page."""
