"""The documentation: pages that are made from the code, commands that are run, and the site that is built of both."""
