"""What there is: a request, its decisions, attempts and cards, its audit lines and remarks. Frozen values only."""
