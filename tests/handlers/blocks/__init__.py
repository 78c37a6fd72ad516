"""What people read and press: snapshots of every surface in every state, and what must hold for any text in them."""
