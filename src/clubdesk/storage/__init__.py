"""The database: engine, rows, the unit of work and every query."""
