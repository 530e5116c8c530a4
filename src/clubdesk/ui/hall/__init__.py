"""The hall: every seat as a card, what can be done with it, and the deeds themselves."""
