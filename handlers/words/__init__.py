"""Everything that people read: every sentence, label and unit, in one place.

Functions that return `str` return plain text with foreign words not yet escaped; functions that return `Mrkdwn` have
escaped them. Nothing here knows how a screen is laid out.
"""
