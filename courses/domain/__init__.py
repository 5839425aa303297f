"""Rules of `courses`: the format of manuscripts, the making of timetables."""
