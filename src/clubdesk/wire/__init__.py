"""What desk and agent say to each other: messages, codec, keys. No Qt, no SQL."""
