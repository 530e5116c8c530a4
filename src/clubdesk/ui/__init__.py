"""The windows of the desk (Qt, GUI thread only)."""
