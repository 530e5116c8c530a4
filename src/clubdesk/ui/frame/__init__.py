"""The frame around the screens: rail, top line, search, lamps and notices."""
