"""The tab "Rates" of Settings: what play time costs, hour by hour and as packages. GUI thread."""
