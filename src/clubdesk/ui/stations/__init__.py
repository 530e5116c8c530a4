"""The technician's screen (F9): every PC's link, and pairing the agents that wait."""
