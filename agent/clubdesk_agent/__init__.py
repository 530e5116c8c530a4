"""The agent of a gaming PC: keeps it locked until the desk opens it."""

__version__ = "0.1.0"
