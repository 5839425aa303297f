"""The demonstration has registers of past years, made once, protected names sealed."""

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Centre
from certificates.models import Enquiry, PastEntry, PastPage, PostRequirement
from desk.services.demonstration.registers import load_registers
from tests.factories.accounts import make_centre, make_staff


def test_registers_of_the_demonstration_are_made_once(db, settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    staff = {}
    for code, number in (("KHO", "DEMO-R1"), ("DUS", "DEMO-R2"), ("PAN", "DEMO-R3")):
        staff[number] = make_staff(Role.REGISTRAR, centre=make_centre(code), number=number)
    hr = make_staff(Role.HR, number="DEMO-HR1")
    centres = {centre.code: centre for centre in Centre.objects.all()}
    for _ in range(2):
        load_registers(centres, staff, hr, timezone.now())
        counts = [model.objects.count() for model in (PastEntry, PastPage, Enquiry, PostRequirement)]
        assert counts == [7, 1, 1, 2]
    assert list(PastEntry.objects.filter(name="").values_list("serial", flat=True)) == ["19/2011"]
