"""What every room stands on: money, clock, ids, errors, translation, settings, assets."""
