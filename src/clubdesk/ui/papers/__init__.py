"""The papers of the day and what may be done with each."""
