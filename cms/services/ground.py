"""What must stand before the first page: locales, one home a language, the site, groups and their rights."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from accounts.services.roles import GROUP_OF_ROLE
from cms.models import HomePage
from cms.services.pages import stable_key
from courses.selectors.manuscripts import LANGUAGES
from foundation.languages.titles import SOURCE_LANGUAGE

TITLES = {"en": "Curriculum", "tg": "Барномаи таълим", "fa-af": "نصاب تعلیمی", "ru": "Учебная программа"}
EDITORS, TRANSLATORS, ADMINISTRATORS = GROUP_OF_ROLE.values()
WRITES = ("add", "change", "publish")
TRANSLATES = ("change", "publish")


def prepare() -> None:
    """Make locales, homes, site, groups and rights. Repeatable: what stands is left."""
    with transaction.atomic():
        locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
        homes = _prepare_homes(locales)
        _prepare_site(homes[SOURCE_LANGUAGE])
        _prepare_synchronisation(locales)
        _prepare_groups(homes)


def translators_of(language: str) -> str:
    """Return the name of the group that may translate into one language only."""
    return f"{TRANSLATORS} {language}"


def _prepare_homes(locales: dict[str, Locale]) -> dict[str, HomePage]:
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    for code, locale in locales.items():
        if code not in homes:
            home = HomePage(title=TITLES[code], slug=code, locale=locale, translation_key=stable_key("home"))
            root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
            homes[code] = root.add_child(instance=home)
    return homes


def _prepare_site(home: HomePage) -> None:
    """The site's root is our source home; Wagtail's page of welcome goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Omuzgoh")
        return
    welcome = site.root_page
    if welcome.pk == home.pk:
        return
    site.root_page, site.site_name = home, "Omuzgoh"
    site.save()
    if welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()


def _prepare_synchronisation(locales: dict[str, Locale]) -> None:
    """English pages that editors make appear in the other trees as aliases, ready to be translated."""
    source = locales[SOURCE_LANGUAGE]
    for code, locale in locales.items():
        if code != SOURCE_LANGUAGE:
            LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": source})


def _prepare_groups(homes: dict[str, HomePage]) -> None:
    """Editors write the source tree, translators theirs; administrators are superusers and need no rows."""
    entrance = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    submit = Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    targets = [code for code in homes if code != SOURCE_LANGUAGE]
    rights = {EDITORS: ([SOURCE_LANGUAGE], WRITES), TRANSLATORS: (targets, TRANSLATES), ADMINISTRATORS: ([], ())}
    rights |= {translators_of(code): ([code], TRANSLATES) for code in targets}
    for name, (languages, codes) in rights.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(entrance, *(submit if name == EDITORS else ()))
        wanted = [
            GroupPagePermission.objects.get_or_create(
                group=group, page=Page(pk=homes[language].pk), permission=_page_permission(code)
            )[0].pk
            for language in languages
            for code in codes
        ]
        # Wagtail's own group of editors may edit everything
        GroupPagePermission.objects.filter(group=group).exclude(pk__in=wanted).delete()
    _let_use_media(Group.objects.get(name=EDITORS))
    Group.objects.filter(name="Moderators", user=None).delete()


def _let_use_media(group: Group) -> None:
    """Editors bring in pictures and files, change them and choose among all."""
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for model in (Image, Document):  # Wagtail asks for the rights on its own models, whatever models stand for them
        of = ContentType.objects.get_for_model(model)
        for act in ("add", "change", "choose"):
            codename = f"{act}_{of.model}"
            permission, _ = Permission.objects.get_or_create(
                content_type=of, codename=codename, defaults={"name": f"Can {act} {of.model}"}
            )
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _page_permission(code: str) -> Permission:
    """Return the permission on pages; on the first migration Django has not made it yet."""
    permission, _ = Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Page),
        codename=f"{code}_page",
        defaults={"name": f"Can {code} page"},
    )
    return permission
