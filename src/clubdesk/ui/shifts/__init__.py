"""The screen of the shifts: open, close, X- and Z-reports. GUI thread only."""
