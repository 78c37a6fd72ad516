"""The forms and dialogs, each a pure function from a state to a view."""
