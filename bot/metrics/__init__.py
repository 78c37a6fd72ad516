"""Metrics for Prometheus: what there are, how they are counted, and the page that has them."""
