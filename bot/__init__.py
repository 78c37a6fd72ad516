"""Puts the pieces together and runs them: settings, composition, web server, durable engine, logs, commands."""
