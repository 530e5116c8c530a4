"""The settings of this desk. GUI thread only."""
