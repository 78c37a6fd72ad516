"""The messages, each a pure function from a state to text and blocks."""
