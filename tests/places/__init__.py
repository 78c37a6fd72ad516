"""The bot in the places where companies run it. What takes minutes or a network is marked `places`: `make places`."""
