"""The wizard of the first start. GUI thread only."""
