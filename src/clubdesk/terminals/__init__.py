"""Card terminals: what speaks with them, and one made of nothing to try the desk with."""
