"""The screen Balance operations (F4): top up, credit bonuses, deduct balance. GUI thread."""
