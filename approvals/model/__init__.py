"""The values of the core: a request, its decisions, attempts, cards, audit lines and remarks. All are frozen."""
