"""Who is at the desk. GUI thread only."""
