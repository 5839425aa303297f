"""Addresses of the drafting room outside Wagtail's admin: board, reviews, editions, the work of translators."""

from django.urls import URLPattern, URLResolver, path

from cms.views import board, editions, po, publishing, queue, reviews, work

app_name = "cms"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.show_board, name="board"),
    path("list/", board.show_list, name="board_list"),
    path("review/", reviews.review_all, name="review_all"),
    path("review/<str:kind>/<str:code>/<str:language>/", reviews.show_review, name="review"),
    path("editions/<str:code>/<str:language>/", editions.show_editions, name="editions"),
    path("editions/<str:code>/<str:language>/compare/", editions.show_compare, name="compare"),
    path("editions/<str:code>/<str:language>/<int:number>/back/", editions.return_to, name="go_back"),
    path("pages/<int:pk>/publish/", publishing.publish, name="publish_page"),
    path("work/", queue.queue, name="queue"),
    path("work/file/", po.po_out, name="po_out"),
    path("work/file/in/", po.po_in, name="po_in"),
    path("work/file/in/<uuid:pk>/", po.po_check, name="po_check"),
    path("work/<str:kind>/<str:code>/<str:language>/", work.work, name="work"),
]
