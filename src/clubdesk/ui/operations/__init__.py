"""Balance operations that any screen may open: the forms, their dialogs, the client picker.

GUI thread. A screen imports these; they know no screen.
"""
