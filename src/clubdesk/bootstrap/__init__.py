"""The only place where things are wired together: the house without windows, then the windows."""
