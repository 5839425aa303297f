"""Four languages on one machine: folding and ordering of text, digits, calendars, titles and direction.

Public modules: `text`, `calendars`, `titles`, and the template library `languages` (a builtin of every template).
"""
