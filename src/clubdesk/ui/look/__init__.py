"""The look that every screen shares: tokens, type, icons and the small widgets. GUI thread."""
