"""What can happen to a ramp."""

from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

STARTED = EventKind("ramp.started", _("灰度“{ramp}”开始"), "ramp")
ROSE = EventKind("ramp.rose", _("灰度“{ramp}”放到 {stage}"), "ramp")
FELL = EventKind("ramp.fell", _("灰度“{ramp}”回退到 {stage}"), "warn")
OFF = EventKind("ramp.off", _("灰度“{ramp}”关闭流量"), "bad")
HELD = EventKind("ramp.held", _("灰度“{ramp}”停止推进，保持 {amount}"), "warn")
RESUMED = EventKind("ramp.resumed", _("灰度“{ramp}”继续推进"), "ramp")
RENEWED = EventKind("ramp.renewed", _("灰度“{ramp}”换下离线的机器 {out}，换上 {into}"), "ramp")
DONE = EventKind("ramp.done", _("灰度“{ramp}”走完全部阶段"), "ok")
DRIFTED = EventKind("ramp.drifted", _("灰度“{ramp}”漂移：线上是 {actual}，应为 {expected}"), "bad")
ADOPTED = EventKind("ramp.adopted", _("灰度“{ramp}”采纳了线上的 {amount}"), "warn")
RESTORED = EventKind("ramp.restored", _("灰度“{ramp}”把线上恢复为 {amount}"), "warn")
FAILED = EventKind("ramp.failed", _("灰度“{ramp}”写开关没有成功：{error}"), "bad")
ASKED = EventKind("ramp.asked", _("灰度“{ramp}”请求签字：放到 {amount}"), "warn")
KEY_MADE = EventKind("ofrep_key.made", _("新建了 {environment} 环境的密钥“{name}”"))
KEY_REVOKED = EventKind("ofrep_key.revoked", _("撤销了 {environment} 环境的密钥“{name}”"), "warn")
CONNECTION_ADDED = EventKind("connection.added", _("添加了连接“{name}”（{kind}）"))
CONNECTION_CHANGED = EventKind("connection.changed", _("修改了连接“{name}”：{fields}"))
CONNECTION_TURNED = EventKind(
    "connection.turned", _("灰度用的连接“{name}”改过，开关已重新读取"), "warn"
)
CONNECTION_ON = EventKind("connection.on", _("启用了连接“{name}”"))
CONNECTION_OFF = EventKind("connection.off", _("停用了连接“{name}”"), "warn")
CONNECTION_DELETED = EventKind("connection.deleted", _("删除了连接“{name}”"), "bad")
CONNECTION_TESTED = EventKind("connection.tested", _("测试了连接“{name}”：有回答"))
CONNECTION_UNREACHED = EventKind("connection.unreached", _("测试了连接“{name}”：没有成功"), "warn")
