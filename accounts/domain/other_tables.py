"""What the tables of libraries hold about people. A table that is not named here fails `manage.py check`."""

from foundation.privacy import PARENT, PERSON, REGISTER, Erased, NotPersonal, Period, Personal, Why


def _content(*fields: str) -> Personal:
    return Personal(*fields, why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)


# by label, or by the label of an app where nothing of it is personal
OTHER_TABLES: dict[str, Personal | NotPersonal] = {
    "auth": NotPersonal("groups and permissions of Wagtail's admin"),
    "contenttypes": NotPersonal("kinds of rows"),
    "taggit": NotPersonal("words by which content is found"),
    "wagtailembeds": NotPersonal("not used"),
    "wagtailimages": NotPersonal("smaller copies; not used: pictures are cms.Picture"),
    "wagtailimages.Image": _content("uploaded_by_user"),
    "wagtaildocs.Document": _content("uploaded_by_user"),
    "wagtailsearch": NotPersonal("words of pages, pictures and files; people are not indexed"),
    "wagtailcore": NotPersonal("trees and settings of the content"),
    "wagtail_localize": NotPersonal("segments of the content"),
    "wagtailadmin.Admin": NotPersonal("a permission"),
    "sessions.Session": Personal(
        "session_data",
        why=Why.ACCESS,
        kept=Period("django_sessions", 0, since="expire_date"),
        erased=Erased.EXPIRES,
    ),
    "axes.AccessAttempt": Personal(
        *("username", "ip_address", "user_agent", "post_data"),
        why=Why.MISUSE,
        kept=Period("access_attempts", 30, since="attempt_time"),
        erased=Erased.EXPIRES,
    ),
    "axes.AccessAttemptExpiration": Personal("access_attempt", why=Why.MISUSE, kept=PARENT, erased=Erased.EXPIRES),
    "axes.AccessFailureLog": Personal(
        *("username", "ip_address", "user_agent"),
        why=Why.MISUSE,
        kept=Period("access_failures", 30, since="attempt_time"),
        erased=Erased.EXPIRES,
    ),
    "axes.AccessLog": Personal(
        *("username", "ip_address", "user_agent"),
        why=Why.MISUSE,
        kept=Period("access_log", 30, since="attempt_time"),
        erased=Erased.EXPIRES,
    ),
    "django_tasks_database.DBTaskResult": Personal(
        "args_kwargs",
        why=Why.TRAINING,
        kept=Period("task_results", 7, since="finished_at"),
        erased=Erased.EXPIRES,
    ),
    "wagtail_localize.StringTranslation": _content("last_translated_by"),
    "wagtail_localize.SegmentOverride": _content("last_translated_by"),
    "wagtailusers.UserProfile": Personal("user", why=Why.ACCESS, kept=PERSON, erased=Erased.DELETED, of="user"),
    "wagtailadmin.EditingSession": Personal(
        "user",
        why=Why.CONTENT,
        kept=Period("editing_sessions", 30, since="last_seen_at"),
        erased=Erased.DELETED,
        of="user",
    ),
    "wagtailadmin.FormState": Personal(
        "user",
        why=Why.CONTENT,
        kept=REGISTER,
        erased=Erased.DELETED,
        of="user",
    ),
    "wagtailcore.UploadedFile": Personal("uploaded_by_user", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER),
    "wagtailcore.Page": _content("owner", "locked_by"),
    "wagtailcore.Revision": _content("user"),
    "wagtailcore.ModelLogEntry": _content("user"),
    "wagtailcore.PageLogEntry": _content("user"),
    "wagtailcore.Comment": _content("user", "text", "resolved_by"),
    "wagtailcore.CommentReply": _content("user", "text"),
    "wagtailcore.PageSubscription": Personal("user", why=Why.CONTENT, kept=PERSON, erased=Erased.DELETED, of="user"),
    "wagtailcore.WorkflowState": _content("requested_by"),
    "wagtailcore.TaskState": _content("finished_by", "comment"),
}
