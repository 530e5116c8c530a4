"""The desk's end of the agents: one thread owns the sockets."""
