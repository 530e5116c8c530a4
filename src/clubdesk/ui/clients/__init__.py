"""The screen of the clients: find, add, top up, history. GUI thread only."""
