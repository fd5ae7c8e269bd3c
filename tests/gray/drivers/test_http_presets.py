"""Presets for systems of Kubernetes: what they fill in moves real objects and names no mistake."""

import json
from dataclasses import replace

import pytest

from gray.connecting import Setup
from gray.drivers.base import DriverError, Exposure
from gray.drivers.http import Http
from gray.drivers.http.options import OPTIONS
from gray.drivers.http.presets import ARGO, GATEWAY, INGRESS, ISTIO, PRESETS
from gray.kinds import mistakes_of
from tests.gray.drivers.fakes.kubernetes import TOKEN, Kubernetes, Rollouts
from tests.gray.drivers.rigs import PLACE
from tests.ground.outside_server import serving

OFF = Exposure(0, enabled=False)
K8S = replace(PLACE, namespace="trade", plan="RP-2026-0007")
DEFAULTS = {option.name: option.default for option in OPTIONS}


@pytest.fixture(autouse=True)
def allowed(settings, db):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]


def preset(chosen, url: str) -> Http:
    values = {name: text.replace("https://kubernetes.example.com", url)
              .replace("https://rollouts.example.com", url)
              for name, text in chosen.values.items()}  # fmt: skip
    return Http(Setup("连接", "", {**DEFAULTS, **values, "secret": TOKEN}))


VIRTUAL = "/apis/networking.istio.io/v1/namespaces/trade/virtualservices/coin-center"
ROUTE = "/apis/gateway.networking.k8s.io/v1/namespaces/trade/httproutes/coin-center"
CANARY = "/apis/networking.k8s.io/v1/namespaces/trade/ingresses/coin-center"


@pytest.mark.parametrize(
    ("chosen", "path", "start", "shares"),
    [
        (ISTIO, VIRTUAL, {"spec": {"http": [{"route": [{"weight": 100}, {"weight": 0}]}]}},
         (100, 2_500, 10_000, 0)),
        (GATEWAY, ROUTE, {"spec": {"rules": [{"backendRefs": [{"weight": 1}, {"weight": 0}]}]}},
         (1, 150, 10_000, 0)),
        (INGRESS, CANARY, {"metadata": {"annotations": {
            "nginx.ingress.kubernetes.io/canary": "true"}}}, (100, 2_500, 10_000, 0)),
    ],
)  # fmt: skip
def test_presets_move_objects_of_kubernetes(chosen, path, start, shares):
    cluster = Kubernetes({path: json.loads(json.dumps(start)), "/version": {"major": "1"}})
    with serving(cluster.answer) as server:
        driver = preset(chosen, server.url(""))
        assert driver.read(K8S).share == 0
        for share in shares:
            exposure = Exposure(share)
            driver.write(K8S, exposure)
            assert driver.read(K8S).matches(exposure)
        driver.write(K8S, OFF)
        assert driver.read(K8S).matches(OFF)
        assert "连上了" in driver.test()
        with pytest.raises(DriverError, match="404"):
            driver.read(replace(K8S, application="other"))
    assert json.dumps(cluster.objects[path]).count('canary": "true') == (chosen is INGRESS)


def test_argo_goes_on_step_by_step_and_only_down_to_nobody():
    rollout = Rollouts()
    with serving(rollout.answer) as server:
        driver = preset(ARGO, server.url(""))
        driver.write(K8S, Exposure(0))
        assert rollout.asked == [], "nobody is in already, so nothing is broken off"
        driver.write(K8S, Exposure(2_000))
        driver.write(K8S, Exposure(2_000))
        assert (rollout.asked, rollout.weight) == (["promote"], 20), "twice is once"
        with pytest.raises(DriverError, match="档位"):
            driver.write(K8S, Exposure(3_000))
        rollout.step = -1
        with pytest.raises(DriverError, match="一档一档"):
            driver.write(K8S, Exposure(5_000))
        rollout.step = 0
        driver.write(K8S, Exposure(5_000))
        with pytest.raises(DriverError, match="关闭流量"):
            driver.write(K8S, Exposure(2_000))
        assert rollout.weight == 50, "a fall never promotes"
        driver.write(K8S, OFF)
        driver.write(K8S, Exposure(10_000))
        assert rollout.asked == ["promote", "promote", "abort", "full"]
        assert driver.read(K8S).share == 10_000


@pytest.mark.parametrize("chosen", PRESETS, ids=lambda one: one.name)
def test_presets_answer_questions_and_have_no_mistakes(chosen):
    assert set(chosen.values) <= set(DEFAULTS)
    values = {**DEFAULTS, **chosen.values}
    assert list(mistakes_of(Http, values)) == []
    missing = [one.name for one in OPTIONS if one.required and not values[one.name]]
    assert missing == []
    choices = {one.name: dict(one.choices) for one in OPTIONS if one.choices}
    assert all(values[name] in choices[name] for name in choices)
