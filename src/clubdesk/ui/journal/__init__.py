"""The screen Journal: who did what, when, to whom, why. GUI thread only."""
