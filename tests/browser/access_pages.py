"""Every page type: its address, and the person of the demonstration who has most to see there."""

import dataclasses
import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import override

TRAINEE, AFGHAN, RUSSIAN, INSTRUCTOR, REGISTRAR, HEAD = (
    "DEMO-T1", "DEMO-T2", "DEMO-T3", "DEMO-I1", "DEMO-R1", "DEMO-H1",
)  # fmt: skip
SECOND, HR, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR = (
    "DEMO-I2", "DEMO-HR1", "DEMO-E1", "DEMO-TR1", "DEMO-A1", "DEMO-AD1",
)  # fmt: skip
COMMISSION, INVIGILATOR, DUTY_OFFICER, OBSERVER = "DEMO-C1", "DEMO-V1", "DEMO-D1", "DEMO-O1"
NOBODY = ""


@dataclasses.dataclass(frozen=True)
class PageType:
    """One page type. What begins with @ in `kwargs` or `query` is an id of the setting (access_setting.py)."""

    url: str
    seat: str
    kwargs: Mapping[str, object] = dataclasses.field(default_factory=dict)
    query: str = ""
    status: int = 200

    def path(self, language: str, ids: Mapping[str, str]) -> str:
        if self.url.startswith("/"):
            return f"/{language}{self.url}"
        kwargs = {
            name: ids[value[1:]] if isinstance(value, str) and value.startswith("@") else value
            for name, value in self.kwargs.items()
        }
        with override(language):
            return reverse(self.url, kwargs=kwargs) + re.sub(r"@(\w+)", lambda found: ids[found[1]], self.query)

    @property
    def name(self) -> str:
        words = [self.url.strip("/"), *(str(value).removeprefix("@") for value in self.kwargs.values()), self.seat]
        return " ".join([*words, self.query]).strip()


def _text(kind: str, code: str, language: str) -> dict[str, object]:
    return {"kind": kind, "code": code, "language": language}


LESSON = {"code": "M2.2.1"}
COURSES = [
    PageType("courses:mine", TRAINEE),
    PageType("courses:module", TRAINEE, {"code": "M2.2"}),
    PageType("courses:lesson", TRAINEE, LESSON),
    PageType("courses:lesson", INSTRUCTOR, {"code": "M2.2.4"}),
    PageType("courses:lesson", EDITOR, {"code": "M1.1.1"}),  # no text yet
    PageType("courses:doubts", TRAINEE, LESSON),
    PageType("courses:doubts", TRANSLATOR, LESSON),
    PageType("courses:bilingual", TRAINEE, LESSON, "?first=fa-af&second=ru"),
    PageType("courses:projector", INSTRUCTOR, LESSON),
    PageType("courses:plan", INSTRUCTOR, LESSON),
    PageType("courses:books", EDITOR),
    PageType("courses:books", AFGHAN),
    PageType("courses:manuals", INSTRUCTOR),
    PageType("courses:glossary", TRANSLATOR, {}, "?topic=gender"),
    PageType("courses:term", EDITOR, {"code": "@term"}),
    PageType("courses:term_new", EDITOR),
    PageType("courses:advice", TRANSLATOR),
    PageType("courses:search", TRAINEE, {}, "?q=MRZ"),
    PageType("courses:search", TRAINEE, {}, "?q=qqqqq"),
    PageType("courses:library", EDITOR),
    PageType("courses:library", TRAINEE),
    PageType("courses:library_new", EDITOR),
    PageType("courses:library_edit", EDITOR, {"code": "sample-law"}),
    PageType("courses:cohorts", REGISTRAR),
    PageType("courses:cohort_new", REGISTRAR),
    PageType("courses:cohort", REGISTRAR, {"pk": "@cohort"}),
    PageType("courses:enrol", REGISTRAR, {"pk": "@cohort"}),
    PageType("courses:cohort_instructors", HEAD, {"pk": "@cohort"}),
    PageType("courses:timetable", REGISTRAR, {"pk": "@cohort"}),
    PageType("courses:timetable_paper", TRAINEE, {"pk": "@cohort"}),
    PageType("courses:timetable_instructor", HEAD, {"pk": "@instructor"}),
    PageType("courses:timetable_room", REGISTRAR, {"pk": "@room"}),
    PageType("courses:session_new", REGISTRAR, {"pk": "@cohort"}),
    PageType("courses:session_new", HEAD, {"pk": "@cohort"}, "?makes_up=@called"),
    PageType("courses:session", INSTRUCTOR, {"pk": "@called"}),
    PageType("courses:session", REGISTRAR, {"pk": "@today"}),
    PageType("courses:session", HEAD, {"pk": "@cancelled"}),
]
CMS = [
    PageType("cms:board", EDITOR),
    PageType("cms:board", INSTRUCTOR, {}, "?course=M2"),
    PageType("cms:board_list", EDITOR, {}, "?kind=lesson&module=M2.2&language=fa-af"),
    PageType("cms:board_list", TRANSLATOR, {}, "?kind=lesson&course=M2&language=ru&state=draft"),
    PageType("cms:review", EDITOR, _text("lesson", "M2.2.1", "fa-af")),
    PageType("cms:review", TRANSLATOR, _text("lesson", "M2.2.3", "ru")),
    PageType("cms:review", EDITOR, {**_text("question", "", "tg"), "code": "@question"}),
    PageType("cms:review", EDITOR, _text("practical", "PX-2.2", "ru")),
    PageType("cms:review", EDITOR, {**_text("term", "", "fa-af"), "code": "@term"}),
    PageType("cms:editions", EDITOR, {"code": "M2.2.3", "language": "en"}),
    PageType("cms:compare", EDITOR, {"code": "M2.2.3", "language": "en"}),
    PageType("cms:go_back", EDITOR, {"code": "M2.2.3", "language": "en", "number": 1}),
    PageType("cms:publish_page", EDITOR, {"pk": "@page"}),
    PageType("cms:queue", TRANSLATOR),
    PageType("cms:work", TRANSLATOR, _text("lesson", "M2.2.3", "fa-af")),
    PageType("cms:work", TRANSLATOR, _text("module", "M2.2", "ru")),
    PageType("cms:work", TRANSLATOR, _text("practical", "PX-2.2", "tg")),
    PageType("cms:work", TRANSLATOR, {**_text("question", "", "tg"), "code": "@question"}, "?beside=ru"),
    PageType("cms:work", TRANSLATOR, {**_text("term", "", "tg"), "code": "@term"}),
    PageType("cms:po_out", TRANSLATOR),
    PageType("cms:po_in", TRANSLATOR),
    PageType("cms:po_check", TRANSLATOR, {"pk": "@po"}),
]
ASSESSMENTS = [
    PageType("assessments:quiz", TRAINEE, {"code": "M2.2"}),
    PageType("assessments:attempt", TRAINEE, {"pk": "@attempt"}),
    PageType("assessments:attempt", TRAINEE, {"pk": "@attempt"}, "?hand_in=1"),
    PageType("assessments:attempt_result", RUSSIAN, {"pk": "@done"}),
    PageType("assessments:practicals", INSTRUCTOR),
    PageType("assessments:observe", INSTRUCTOR, {"code": "PX-2.2", "enrolment": "@not_observed"}),
    PageType("assessments:confirm", REGISTRAR, {"code": "PX-2.2", "enrolment": "@observed"}),
    PageType("assessments:results", HEAD, {"pk": "@locked_cohort"}),
    PageType("assessments:results", TRAINEE, {"pk": "@cohort"}),
    PageType("assessments:lock", HEAD, {"pk": "@cohort"}),
    PageType("assessments:appeals", HEAD, {"pk": "@locked_cohort"}),
    PageType("assessments:appeals", AFGHAN, {"pk": "@cohort"}),
    PageType("assessments:appeal", HEAD, {"pk": "@appeal"}),
    PageType("assessments:marking", INSTRUCTOR),
    PageType("assessments:mark", INSTRUCTOR, {"pk": "@essay"}),
    PageType("assessments:late", HEAD),
    PageType("assessments:points", HEAD, {"pk": "@done", "position": 1}),
    PageType("assessments:regrade", EDITOR, {"code": "gen2-1-meaning", "number": 1}),
    PageType("assessments:quiz_papers", REGISTRAR, {"pk": "@cohort"}),
    PageType("assessments:quiz_paper", HEAD, {"pk": "@paper"}),
    PageType("assessments:quiz_paper_grid", REGISTRAR, {"pk": "@paper"}),
    PageType("assessments:sittings", INSTRUCTOR),
    PageType("assessments:room", INSTRUCTOR, {"pk": "@sitting"}),
    PageType("assessments:cohort_sittings", REGISTRAR, {"pk": "@cohort"}),
    PageType("assessments:second", INSTRUCTOR, {"code": "PX-2.2", "enrolment": "@not_observed"}),
    PageType("assessments:coming", INSTRUCTOR),
    PageType("assessments:coaching", INSTRUCTOR, {"code": "PX-2.2", "enrolment": "@not_observed"}),
    PageType("assessments:team", INSTRUCTOR, {"pk": "@team"}),
    PageType("assessments:team_new", INSTRUCTOR, {"pk": "@cohort", "code": "PX-2.2"}),
    PageType("assessments:practical_days", HEAD, {"pk": "@cohort"}),
    PageType("assessments:practical_day", HEAD, {"pk": "@day"}),
    PageType("assessments:papers", REGISTRAR, {"pk": "@cohort", "code": "PX-2.2"}),
    PageType("assessments:agreement", HEAD),
    PageType("assessments:imports", EDITOR),
    PageType("assessments:question_import", EDITOR, {"pk": "@import"}),
    PageType("assessments:exports", EDITOR),
    PageType("assessments:bank", EDITOR),
    PageType("assessments:exam_readers", ADMINISTRATOR),
    PageType("assessments:quizzes", EDITOR),
    PageType("assessments:quiz_settings", EDITOR, {"code": "BIC-3M-EXIT"}),
    PageType("assessments:bank_question", EDITOR, {"code": "gen2-1-meaning"}),
    PageType("assessments:bank_new", EDITOR, query="?module=M2.2&kind=matching"),
    PageType("assessments:bank_new", EDITOR, query="?module=M2.2&kind=gaps"),
    PageType("assessments:bank_new", EDITOR, query="?module=M2.2&kind=essay"),
    PageType("assessments:bank_new", EDITOR, query="?module=M2.2&kind=mrz"),
    PageType("assessments:bank_pictures", EDITOR, query="?module=M2.2"),
    PageType("assessments:bank_edit", EDITOR, {"code": "gen2-1-meaning"}),
    PageType("assessments:statistics", EDITOR),
    PageType("assessments:statistics_texts", TRANSLATOR, {"spoken": "fa-af"}),
    PageType("assessments:quiz_statistics", HEAD, {"code": "GEN2"}),
    PageType("assessments:question_statistics", EDITOR, {"code": "GEN2", "question": "gen2-1-meaning", "number": 1}),
]
ATTENDANCE = [
    PageType("attendance:sessions", INSTRUCTOR),
    PageType("attendance:roll", INSTRUCTOR, {"pk": "@waiting"}),
    PageType("attendance:roll", INSTRUCTOR, {"pk": "@called"}),
    PageType("attendance:correct", HEAD, {"pk": "@mark"}),
    PageType("attendance:cohort", HEAD, {"pk": "@cohort"}),
    PageType("attendance:sessions", HEAD),
    PageType("attendance:coming", INSTRUCTOR),
    PageType("attendance:roll", INSTRUCTOR, {"pk": "@today"}),
    PageType("attendance:roll", INSTRUCTOR, {"pk": "@waiting"}, "?kept=1"),
    PageType("attendance:roll", AUDITOR, {"pk": "@called"}),
    PageType("attendance:mark_missing", HEAD, {"pk": "@called", "enrolment": "@not_observed"}),
    PageType("attendance:prepare", TRAINEE, {"pk": "@today"}),
    PageType("attendance:senior", REGISTRAR, {"pk": "@cohort"}),
    PageType("attendance:walk_ins", REGISTRAR),
    PageType("attendance:walk_in_add", INSTRUCTOR, {"pk": "@waiting"}),
    PageType("attendance:walk_in", INSTRUCTOR, {"pk": "@walk_in"}),
    PageType("attendance:walk_in", AUDITOR, {"pk": "@dismissed"}),
    PageType("attendance:paper", INSTRUCTOR, {"pk": "@waiting"}),
    PageType("attendance:grid", INSTRUCTOR, {"pk": "@waiting"}),
    PageType("attendance:spreadsheet", INSTRUCTOR, {"pk": "@waiting"}),
    PageType("attendance:conflicts", HEAD),
    PageType("attendance:conflict", HEAD, {"pk": "@conflict"}),
    PageType("attendance:conflict", AUDITOR, {"pk": "@settled"}),
    PageType("attendance:check_in_code", INSTRUCTOR, {"pk": "@today"}),
    PageType("attendance:check_in_code", HEAD, {"pk": "@without_check_in"}),
    PageType("attendance:check_ins", INSTRUCTOR, {"pk": "@today"}),
    PageType("attendance:check_in_today", TRAINEE),
    PageType("attendance:check_in", TRAINEE, {"pk": "@today"}),
    PageType("attendance:check_in", AFGHAN, {"pk": "@today"}),
    PageType("attendance:day_report", HEAD),
    PageType("attendance:day_report", AUDITOR),
    PageType("attendance:charts", AUDITOR, {}, "?all=1"),
    PageType("attendance:cohort_charts", HEAD, {"pk": "@cohort"}),
    PageType("attendance:history", TRAINEE, {"pk": "@observed"}),
    PageType("attendance:history", HEAD, {"pk": "@absent"}),
    PageType("attendance:admission", HEAD, {"pk": "@observed"}),
    PageType("attendance:admission", HEAD, {"pk": "@proposed"}),
]
CERTIFICATES = [
    PageType("certificates:folder", HR),
    PageType("certificates:mine", TRAINEE),
    PageType("certificates:graduation", REGISTRAR, {"pk": "@graduating"}),
    PageType("certificates:attendance", REGISTRAR, {"pk": "@graduating"}),
    PageType("certificates:names", REGISTRAR, {"pk": "@graduating"}),
    PageType("certificates:names_sheet", REGISTRAR, {"pk": "@graduating"}),
    PageType("certificates:batch", HEAD, {"pk": "@batch"}),
    PageType("certificates:signatories", HEAD, {"pk": "@batch"}),
    PageType("certificates:calling_list", HEAD, {"pk": "@batch"}),
    PageType("certificates:receipt_sheet", HEAD, {"pk": "@batch"}),
    PageType("certificates:anomalies", AUDITOR),
    PageType("certificates:expiring", HR),
    PageType("certificates:register", HR),
    PageType("certificates:search", HR, {}, "?q=BFT"),
    PageType("certificates:certificate", HR, {"pk": "@certificate"}),
    PageType("certificates:revoke", HR, {"pk": "@certificate"}),
    PageType("certificates:replace", "DEMO-H2", {"pk": "@certificate"}),
    PageType("certificates:check", NOBODY),
    PageType("certificates:check_code", NOBODY, {"code": "@code"}),
    PageType("certificates:check_code", NOBODY, {"code": "0000000000000000"}),
    PageType("certificates:check_code", NOBODY, {"code": "A" * 300}),
    PageType("certificates:check_in_trust", NOBODY),
    PageType("certificates:check_once", NOBODY, {"token": "@token"}),
    PageType("certificates:check_once", NOBODY, {"token": "never-made"}),
    PageType("certificates:withheld", HR, {"pk": "@withheld"}),
    PageType("certificates:gap", "DEMO-R2", {"series": 1, "number": 1}),
    PageType("certificates:blanks", "DEMO-R2"),
    PageType("certificates:blank", "DEMO-R2", {"pk": "@certificate"}),
    PageType("certificates:batch_blanks", "DEMO-R2", {"pk": "@issued_batch"}),
    PageType("certificates:past_years", HR),
    PageType("certificates:past_upload", REGISTRAR),
    PageType("certificates:past_draft", REGISTRAR, {"pk": "@past_draft"}),
    PageType("certificates:past_year", "DEMO-R2", {"centre": "DUS", "year": 2011}),
    PageType("certificates:past_entry", HR, {"pk": "@past_entry"}),
    PageType("certificates:compare", HR, {"pk": "@certificate"}),
    PageType("certificates:records", HR),
    PageType("certificates:lists", HR),
    PageType("certificates:list_check", HR, {"pk": "@list_check"}),
    PageType("certificates:posts", HR),
    PageType("certificates:enquiries", HR),
    PageType("certificates:ask", HR),
    PageType("certificates:enquiry", "DEMO-R2", {"pk": "@enquiry"}),
    PageType("certificates:guide", HR),
]
ACCOUNTS = [
    PageType("accounts:login", NOBODY),
    PageType("accounts:preferences", AFGHAN),
    PageType("accounts:devices", TRAINEE),
    PageType("accounts:devices", HEAD),
    PageType("accounts:password", TRAINEE),
    PageType("accounts:pin", INSTRUCTOR),
    PageType("accounts:factors", INSTRUCTOR),
    PageType("accounts:factor_set_up", INSTRUCTOR),
    PageType("accounts:confirm", INSTRUCTOR),
    PageType("accounts:device_file", REGISTRAR),
    PageType("accounts:centre", HEAD, {"code": "KHO"}),
    PageType("courses:authorised", HEAD, {"code": "KHO"}),
    PageType("accounts:people", REGISTRAR),
    PageType("accounts:person_new", REGISTRAR),
    PageType("accounts:person", ADMINISTRATOR, {"pk": "@trainee"}),
    PageType("accounts:person", REGISTRAR, {"pk": "@afghan"}),
    PageType("accounts:import", REGISTRAR),
    PageType("accounts:import_draft", REGISTRAR, {"pk": "@draft"}),
    PageType("accounts:my_data", AFGHAN),
    PageType("accounts:data", REGISTRAR, {"pk": "@trainee"}),
    PageType("accounts:erasures", HEAD),
    PageType("accounts:retention", ADMINISTRATOR),
    PageType("accounts:audit", AUDITOR),
    PageType("accounts:commissions", HEAD, {"code": "KHO"}),
]
DESK = [
    PageType("desk:door", NOBODY),
    *(
        PageType("desk:home", seat)
        for seat in (TRAINEE, INSTRUCTOR, REGISTRAR, HEAD, HR, EDITOR, TRANSLATOR, AUDITOR, ADMINISTRATOR)
    ),
    *(PageType("desk:home", seat) for seat in (COMMISSION, INVIGILATOR, DUTY_OFFICER, OBSERVER)),
    PageType("attendance:day_report", DUTY_OFFICER),
    PageType("desk:projects", OBSERVER),
    PageType("desk:samples", AUDITOR),
    PageType("desk:sample", AUDITOR, {"pk": "@sample"}),
    PageType("/no-such-page/", TRAINEE, status=404),
    PageType("accounts:audit", TRAINEE, status=403),
]
DEVICE = [
    PageType("device:device", INSTRUCTOR),
    PageType("device:offline", NOBODY),
]
PAGES = (*DESK, *ACCOUNTS, *COURSES, *CMS, *ASSESSMENTS, *ATTENDANCE, *CERTIFICATES, *DEVICE)

# Addresses that answer a file or lead on, so that there is no page to look at.
NO_PAGES = {
    "certificates:file", "certificates:folder_paper", "courses:book", "courses:library_file",
    "desk:graduation", "desk:issue", "assessments:exam_sheet", "assessments:protocol", "assessments:protocol_paper",
    "assessments:quiz_paper_pdf", "assessments:answer_scan", "assessments:practical_blank", "accounts:photo",
    "assessments:practicals_pack", "certificates:check_file", "assessments:practical_scan",
    "certificates:register_paper", "certificates:test_page", "certificates:blank_paper", "certificates:past_scan",
    "certificates:batch_blanks_paper", "certificates:evidence", "certificates:annex",
    "certificates:record", "certificates:enquiry_file",
    "attendance:blank", "attendance:month", "certificates:design", "accounts:copy_file",  # PDF
    "attendance:scan",  # the file that was uploaded
    "attendance:pack",  # JSON: the pages that a device keeps
    "outbox:worker",  # the script of the service worker
    "issuer_did", "issuer_keys", "issuer_profile", "status_list",  # what programs that check certificates read
}  # fmt: skip
