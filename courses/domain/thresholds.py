"""The thresholds of a programme version by the names that `programmes.txt` and the model have in common."""

NUMBERS = (
    "attendance_percent",
    "attendance_excused_percent",
    "quiz_pass_percent",
    "quiz_attempts",
    "quiz_weight_percent",
    "practical_weight_percent",
    "practical_pass_percent",
)
# May be left out of the file: then what the model says holds (domain.md 4.3).
OPTIONAL_NUMBERS = (
    "quiz_questions",
    "practical_difference_points",
    "practical_tries",
    "sample_percent",
    "grade_4_percent",
    "grade_5_percent",
    "exit_pass_percent",
    "exit_attempts",
    "exit_resit_days",
    "appeal_days",
    "attendance_paper_percent",
)
OPTIONAL_CODES = ("exit_quiz", "entry_quiz")
OPTIONAL_ANSWERS = ("drafts_shown", "outsider_assessor", "unproved_names")  # yes or no; yes when left out
