"""A page of HTML with its style to PDF, by WeasyPrint. Loaded only by who prints: see ``office.pdf``."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from office.fonts import files


class ClosedFetcher(URLFetcher):
    """Gives WeasyPrint `data:` addresses and our font files, and nothing else: no network, no other file. Raises ValueError."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)
        self._open_files = files()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "file" and (parts.netloc or Path(unquote(parts.path)) not in self._open_files):
            raise ValueError("打印时只准读取字体文件。")
        return super().fetch(url, headers)


def typeset(html: str, css: str, *, variant: str | None = None) -> bytes:
    """The page as tagged PDF; its own `<style>` comes after the given one and wins."""
    fonts, fetcher = FontConfiguration(), ClosedFetcher()
    style = CSS(string=css, font_config=fonts, url_fetcher=fetcher)
    options: dict[str, Any] = {"pdf_variant": variant} if variant else {}
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True, **options)
    return pdf
