"""Answers for well-known systems, to begin the form with."""

from django.utils.translation import gettext_lazy as _

from gray.connecting import Preset

HOST = "https://kubernetes.example.com"
BEARER = "Authorization: Bearer {{secret}}"


def _kubernetes(path: str) -> str:
    """An object of the API server that is called as the ramp's application."""
    return f"{HOST}/apis/{path}/{{{{application}}}}".replace("NS", "namespaces/{{namespace}}")


def _patched(path: str, ours: str, theirs: str, amounts: tuple[str, str]) -> dict[str, str]:
    """Two weights of a list, replaced each at its place by JSON Patch."""
    lines = [
        f'{{"op": "replace", "path": "{where}", "value": {{{{{amount}}}}}}}'
        for where, amount in zip((theirs, ours), amounts, strict=True)
    ]
    return {
        "method": "PATCH", "address": _kubernetes(path), "read_address": _kubernetes(path),
        "headers": BEARER, "content_type": "application/json-patch+json",
        "body": "[\n  " + ",\n  ".join(lines) + "\n]",
        "read_pointer": ours, "rest_pointer": theirs, "read_form": "weight",
        "test_address": f"{HOST}/version",
    }  # fmt: skip


ISTIO = Preset(
    "istio", _("Istio VirtualService"),
    {
        **_patched(
            "networking.istio.io/v1/NS/virtualservices",
            "/spec/http/0/route/1/weight", "/spec/http/0/route/0/weight", ("remaining", "percent"),
        ),
        "precision": "whole",
    },
)  # fmt: skip
GATEWAY = Preset(
    "gateway", _("Gateway API HTTPRoute"),
    _patched(
        "gateway.networking.k8s.io/v1/NS/httproutes",
        "/spec/rules/0/backendRefs/1/weight", "/spec/rules/0/backendRefs/0/weight",
        ("remaining_hundredths", "hundredths"),
    ),
)  # fmt: skip
INGRESS = Preset(
    "ingress-nginx", _("ingress-nginx 灰度 Ingress"),
    {
        "method": "PATCH", "address": _kubernetes("networking.k8s.io/v1/NS/ingresses"),
        "read_address": _kubernetes("networking.k8s.io/v1/NS/ingresses"),
        "headers": BEARER, "content_type": "application/merge-patch+json",
        "body": '{"metadata": {"annotations": {\n'
                '  "nginx.ingress.kubernetes.io/canary-weight": "{{percent}}"\n}}}',
        "read_pointer": "/metadata/annotations/nginx.ingress.kubernetes.io~1canary-weight",
        "missing": "0", "precision": "whole", "test_address": f"{HOST}/version",
    },
)  # fmt: skip
_ROLLOUT = "https://rollouts.example.com/api/v1/rollouts/{{namespace}}/{{application}}"
_NAMED = '"name": "{{application}}", "namespace": "{{namespace}}"'
ARGO = Preset(
    "argo", _("Argo Rollouts（逐档放量）"),
    {
        "method": "PUT", "address": f"{_ROLLOUT}/promote", "headers": BEARER,
        "body": f'{{{_NAMED}, "full": false}}',
        "full_body": f'{{{_NAMED}, "full": true}}',
        "off_address": f"{_ROLLOUT}/abort", "off_body": f"{{{_NAMED}}}",
        "read_address": f"{_ROLLOUT}/info", "read_pointer": "/setWeight",
        "precision": "whole", "moves": "next", "steps": "20 = 1\n50 = 2\n100 = 3",
    },
)  # fmt: skip
PRESETS = (ISTIO, GATEWAY, INGRESS, ARGO)
