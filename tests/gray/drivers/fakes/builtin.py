"""Our own flag table needs no fake."""

from gray.flags import Flag
from tests.gray.drivers.rigs import Rig


class Builtin(Rig):
    driver = "builtin"
    users = True
    machines = True
    texts = False
    off = "False"
    is_outside = False

    def meddle(self) -> None:
        Flag.objects.update(share=7_700)

    def off_text(self) -> str:
        return str(Flag.objects.get().enabled)
