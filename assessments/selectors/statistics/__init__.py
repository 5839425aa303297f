"""Statistics of quizzes as people read them: sums over many, never about one person.

`scope` (whose attempts, with which filters), `reading` (rows into papers), `figures` (a quiz and its questions),
`answers` (which answers were given), `flags` (texts that translators should look at), `tables` (for spreadsheets).
"""
