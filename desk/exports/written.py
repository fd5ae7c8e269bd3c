"""The formats of plans.writing as exports: a new format there is a new export here."""

from desk.exports.kinds import Export, enlist
from plans.models import Plan
from plans.source import source_of
from plans.writing import Format, formats


class Written(Export):
    """A plan written by one of the formats."""

    def __init__(self, written: Format) -> None:
        self.written = written
        self.key, self.label, self.media = written.key, written.label, written.media

    def render(self, plan: Plan) -> bytes:
        return self.written.write(source_of(plan))


for _known in formats():
    enlist(Written(_known))
