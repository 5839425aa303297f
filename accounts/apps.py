from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People, centres, roles"

    def ready(self) -> None:
        from accounts import (  # noqa: F401, PLC0415 - reason: connected when the models exist
            checks,
            factor_checks,
            key_checks,
            receivers,
        )
        from accounts.models.audit_guards import set_guards_after_migrate  # noqa: PLC0415 - reason: the same

        autodiscover_modules("audit_words")  # each app says how its rows are called there
        post_migrate.connect(set_guards_after_migrate, sender=self, dispatch_uid="the audit trail is append-only")
        from accounts import privacy_hooks  # noqa: PLC0415 - reason: the same

        privacy_hooks.connect()
