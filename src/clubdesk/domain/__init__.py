"""The rules of the club: frozen values and pure functions; no I/O and no clock of their own."""
