"""The timeline of a day: who plays and who comes, seat by seat."""
