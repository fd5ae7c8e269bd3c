"""The plan as a document that is printed and signed."""

from desk.exports.kinds import Export
from desk.exports.pdf.fonts import font_files
from desk.exports.pdf.page import html_of
from desk.exports.pdf.rendering import Progress, is_busy, print_pdf
from ground.clock import now
from plans.models import Plan
from plans.tables.registry import sections

AT_ONCE_ROWS = 150
"""Plans of more rows are rendered by a worker."""

SECONDS, LONG_SECONDS = 60.0, 300.0


class Pdf(Export):
    key, label, media = "pdf", "PDF", "application/pdf"

    def render(self, plan: Plan) -> bytes:
        return print_pdf(lambda: html_of(plan, now()), assets=font_files(), seconds=SECONDS)

    def render_long(self, plan: Plan, progress: Progress) -> bytes:
        """`render` with more time, telling how far it is."""
        return print_pdf(
            lambda: html_of(plan, now()),
            assets=font_files(),
            seconds=LONG_SECONDS,
            progress=progress,
        )

    def is_long(self, plan: Plan) -> bool:
        """A big plan, or no child is free: a request must not queue for one."""
        return is_busy() or self._is_big(plan)

    def _is_big(self, plan: Plan) -> bool:
        notes = sum(len(text) for text in plan.notes.values_list("text", flat=True))
        rows = sum(part.rows(plan).count() for part in sections())
        return rows + notes // 500 > AT_ONCE_ROWS
