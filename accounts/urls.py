from django.urls import path

from accounts.views import audit, centres, commissions, device_files, imports, log_in, own, people, photos, roles

app_name = "accounts"

urlpatterns = [
    path("login/", log_in.LogIn.as_view(), name="login"),
    path("logout/", log_in.log_out, name="logout"),
    path("language/", own.language, name="language"),
    path("preferences/", own.preferences, name="preferences"),
    path("password/", own.password, name="password"),
    path("pin/", own.pin, name="pin"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/photo/keep/", photos.photo_keep, name="photo_keep"),
    path("people/<uuid:pk>/photo/remove/", photos.photo_remove, name="photo_remove"),
    path("photos/<uuid:pk>/", photos.photo, name="photo"),
    path("people/<uuid:pk>/slip/", people.slip, name="slip"),
    path("people/<uuid:pk>/roles/", roles.role_give, name="role_give"),
    path("roles/<uuid:pk>/end/", roles.role_end, name="role_end"),
    path("import/", imports.upload, name="import"),
    path("import/<uuid:pk>/", imports.draft, name="import_draft"),
    path("centre/", centres.own_centre, name="own_centre"),
    path("centre/<slug:code>/", centres.centre, name="centre"),
    path("centre/<slug:code>/rooms/", centres.room_new, name="room_new"),
    path("centre/<slug:code>/rooms/<int:pk>/retire/", centres.room_retire, name="room_retire"),
    path("centre/<slug:code>/rooms/<int:pk>/use/", centres.room_use, name="room_use"),
    path("centre/<slug:code>/holidays/", centres.holiday_new, name="holiday_new"),
    path("centre/<slug:code>/holidays/<str:date>/drop/", centres.holiday_drop, name="holiday_drop"),
    path("centre/<slug:code>/commissions/", commissions.commissions, name="commissions"),
    path("centre/<slug:code>/commissions/<uuid:pk>/end/", commissions.commission_end, name="commission_end"),
    path("device/file/", device_files.device_file, name="device_file"),
    path("audit/", audit.audit, name="audit"),
]
