"""Runs the bot: settings, assembly, commands, web server, Socket Mode, durable engine, doctor, logs and metrics."""
