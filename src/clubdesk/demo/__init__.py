"""A believable club made through real commands, with real agents over loopback."""
