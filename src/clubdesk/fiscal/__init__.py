"""Devices that register payments for the tax office; the desk's side of their interface."""
