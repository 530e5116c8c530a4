"""Gateways that send text messages: over HTTP, SMPP or a modem. Message room's thread."""
