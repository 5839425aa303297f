"""The kinds of questions, one class each; marking.py is the door."""

from collections.abc import Mapping

from assessments.domain.kinds.base import Kind
from assessments.domain.kinds.choice import Multiple, Single
from assessments.domain.kinds.hotspot import Hotspot
from assessments.domain.kinds.places import Gaps, Matching, Ordering
from assessments.domain.kinds.plain import Essay, Numeric, TrueFalse
from assessments.domain.kinds.short import Short
from assessments.domain.kinds.zone import Zone
from assessments.enums import QuestionKind

KINDS: Mapping[str, Kind] = {
    QuestionKind.SINGLE: Single(),
    QuestionKind.MULTIPLE: Multiple(),
    QuestionKind.TRUE_FALSE: TrueFalse(),
    QuestionKind.NUMERIC: Numeric(),
    QuestionKind.MATCHING: Matching(),
    QuestionKind.ORDERING: Ordering(),
    QuestionKind.GAPS: Gaps(),
    QuestionKind.SHORT: Short(),
    QuestionKind.ESSAY: Essay(),
    QuestionKind.HOTSPOT: Hotspot(),
    QuestionKind.MRZ: Zone(),
}
