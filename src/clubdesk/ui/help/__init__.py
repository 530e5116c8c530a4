"""The user's manual behind F1."""
