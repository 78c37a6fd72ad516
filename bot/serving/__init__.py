"""HTTP: Slack's deliveries, verified before anything in them is read; health pages; limits of connections."""
