"""Questions as other programs hold them: a reader and a writer for each format. Pure: bytes and questions, no rows.

`base` says what a question is between the formats; `opening` and `packages` open files that nobody can be trusted with.
"""
