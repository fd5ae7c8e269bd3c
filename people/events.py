from django.utils.translation import gettext_lazy as _

from ground.kinds import EventKind

PERSON_CREATED = EventKind("person.created", _("建立了账号 {username}（{name}）"))
PERSON_CHANGED = EventKind("person.changed", _("修改了账号 {username} 的 {fields}"))
PERSON_DEACTIVATED = EventKind("person.deactivated", _("停用了账号 {username}"), "bad")
PERSON_ACTIVATED = EventKind("person.activated", _("重新启用了账号 {username}"))
PERSON_SIGNED_OUT = EventKind("person.signed_out", _("让账号 {username} 在所有设备上退出"))
PASSWORD_LINKED = EventKind("person.password_linked", _("为账号 {username} 生成了设置密码的链接"))
PASSWORD_SET = EventKind("person.password_set", _("账号 {username} 设置了新密码"))
TOKEN_CREATED = EventKind("token.created", _("新建了令牌 {token}（{scopes}）"))
TOKEN_REVOKED = EventKind("token.revoked", _("撤销了令牌 {token}"))
DELEGATED = EventKind("delegation.given", _("{giver} 委托 {taker} 代签，{first} 到 {last}"))
DELEGATION_REVOKED = EventKind("delegation.revoked", _("撤销了 {giver} 对 {taker} 的委托"))
