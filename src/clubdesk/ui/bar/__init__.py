"""The screen Bar (F5): orders of walk-ins, the queue, Order History, the menu and the stock."""
