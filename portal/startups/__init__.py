"""A startup d'État: its phases, its grants and the clock of its six months."""
