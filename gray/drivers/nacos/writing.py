"""One write: the formal content, and the beta version for single machines."""

from dataclasses import dataclass
from hashlib import md5

from gray.drivers.base import Exposure
from gray.drivers.machines import require, stand_apart, text_for_others
from gray.drivers.nacos import betas
from gray.drivers.nacos.dialects import Beta, Dialect
from gray.drivers.nacos.spot import Spot
from gray.formats import Written


@dataclass(frozen=True, slots=True)
class Writing:
    """What is wanted of a spot, and what stands there now, formally and in the beta version."""

    nacos: Dialect
    spot: Spot
    form: Written
    exposure: Exposure
    content: str | None
    beta: Beta | None

    def carry_out(self) -> None:
        """Falls begin with all, rises with the machines, so that no machine falls out."""
        if self.content is None and self.spot.inside and not self.exposure.enabled:
            return  # nobody can be in
        self._check()
        if not self._by_machine:
            steps = (self._publish, self._end_beta)
        elif self._is_fall or self.content is None:
            steps = (self._publish, self._let_in)
        else:
            steps = (self._let_in, self._publish)
        for step in steps:
            step()

    def _check(self) -> None:
        """Raises DriverError, before anything is written, when that could let in the wrong ones."""
        require(self.form, self.exposure)
        if self._by_machine:
            betas.refuse_foreign(self.form, self.spot, self.beta)
        elif not self._is_fall:
            betas.refuse_foreign(self.form, self.spot, self.beta, harmless=self._wanted)

    @property
    def _wanted(self) -> str:
        return text_for_others(self.form, self.exposure)

    @property
    def _formal(self) -> str:
        return self.spot.content_with(self.content, self._wanted)

    @property
    def _by_machine(self) -> bool:
        return stand_apart(self.form, self.exposure)

    @property
    def _is_fall(self) -> bool:
        shown = self.form.shown(self.spot.text_in(self.content)).share
        return not self.exposure.enabled or (shown is not None and self.exposure.share < shown)

    def _publish(self) -> None:
        if self.content != self._formal:
            self.nacos.publish(self.spot, self._formal, _guard(self.content))

    def _let_in(self) -> None:
        """Those machines get what 100 % is, and no others."""
        content = self.spot.content_with(self._formal, self.form.everybody)
        if self.beta != Beta(content, frozenset(self.exposure.machines)):
            headers = {"betaIps": ",".join(self.exposure.machines)}
            self.nacos.publish(self.spot, content, headers)

    def _end_beta(self) -> None:
        if self.beta and betas.is_ours(self.form, self.spot, self.beta):
            self.nacos.end_beta(self.spot)
        else:
            betas.refuse_foreign(self.form, self.spot, self.beta, harmless=self._wanted)


def _guard(content: str | None) -> dict[str, str]:
    """Nacos publishes only while the configuration is still what was read."""
    if content is None:
        return {}
    return {"casMd5": md5(content.encode(), usedforsecurity=False).hexdigest()}
