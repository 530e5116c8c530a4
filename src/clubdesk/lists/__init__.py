"""Lists of clients as files: read, checked, brought in, written. Neither Qt nor SQL."""
