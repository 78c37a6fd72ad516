"""Runs the bot: settings, assembly, commands, web server, Socket Mode, drivers, doctor, logs and metrics."""
