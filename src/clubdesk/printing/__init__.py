"""Receipts: layout, ESC/POS, printers, the queue."""
