"""Use cases: each command beside its handler, behind one door, the dispatcher."""
