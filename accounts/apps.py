from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People, centres, roles"

    def ready(self) -> None:
        from accounts import receivers  # noqa: F401, PLC0415 - reason: signals are connected when the models exist
