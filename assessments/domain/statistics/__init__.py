"""What attempts say about a quiz and its questions. Pure; definitions: docs/decisions on statistics of quizzes.

`papers` (what goes in), `items` (each question), `quiz` (the whole), `bias` (one language against another), `chosen`
(which answers were given), `findings` (what to do about it, in plain words).
"""
