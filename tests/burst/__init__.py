"""Two thousand submissions in a minute, while Slack takes one message a second in each channel: `make burst`."""
