"""A plan with something in every section, as teams write it."""

from typing import Any

from plans.actions import add_note, add_rows, create_plan
from plans.models import Plan

TABLES: dict[str, list[dict[str, Any]]] = {
    "members": [
        {"role": "项目负责人(PM)", "name": "安然", "is_lead": True, "user": "ann", "contact": "13800000001"},
        {"role": "服务端开发", "name": "戴维", "is_lead": True, "user": "dev"},
        {"role": "前端(H5)", "name": "龚䶮"},
        {"role": "前端(H5)", "name": "李㛃"},
        {"role": "测试", "name": "罗博", "is_lead": True, "user": "rob", "duty": "测试环境、预发环境"},
        {"role": "DBA", "name": "单丹", "user": "dan"},
        {"role": "运维", "name": "欧力", "user": "oli", "contact": "值班电话 8000"},
        {"role": "产品", "name": "皮雅", "user": "pia"},
    ],
    "changes": [
        {"line": "商品中心", "apps": ["Item-detail"], "summary": "下单返希豆优惠商品控制商详加购；\n商品活动库存支持全额返希豆活动。"},
        {"line": "促销中心", "apps": ["coin-center", "promotion-platform"], "summary": "促销管理后台新增全额返希豆活动增删改；下单成功，满足全额返希豆优惠的订单需要发放实付金额对应希豆。", "developer": "戴维", "tester": "罗博"},
        {"line": "交易中台", "apps": ["trade-web-refund", "trade-web-buy"], "summary": "交易逆向最大退款金额需要扣除全额返已经使用的希币。"},
    ],
    "impacts": [{"object": "下单链路", "kind": "service", "effect": "下单多一次返豆计算，P99 预计 +3 ms", "downtime": "无"}],
    "packages": [{"group_id": "com.ggj.center", "artifact_id": "coin-center-api", "version": "2.6.0"}],
    "artifacts": [{"name": "coin-center.tar.gz", "kind": "package", "version": "2.6.0", "checksum": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}],
    "configs": [
        {"application": "coin-center", "environment": "PRO", "namespace": "application", "key": "coin.refund.enabled", "value": "true", "old_value": "false", "note": "返豆总开关"},
        {"application": "trade-web-buy", "environment": "PRO", "namespace": "trade", "key": "buy.timeout", "value": "800", "old_value": "500"},
    ],
    "sql_changes": [
        {"database": "coin_db", "kind": "DDL", "statement": "ALTER TABLE coin_refund\n  ADD COLUMN order_level TINYINT NOT NULL DEFAULT 1,\n  ALGORITHM=INPLACE, LOCK=NONE;", "rollback": "ALTER TABLE coin_refund DROP COLUMN order_level;", "executor": "单丹"},
        {"database": "coin_db", "kind": "DML", "statement": "INSERT INTO coin_switch(name, value) VALUES ('refund', 0);", "rollback": "DELETE FROM coin_switch WHERE name = 'refund';"},
    ],
    "caches": [{"instance": "redis-coin", "operation": "warm", "command": "EVALSHA warm-coin 0"}],
    "topics": [{"name": "店铺级订单消息", "topic": "GGJ_TOPIC_TB_OM_L2_ORDER_PROD", "group": "GID_PROMOTION_COIN_RECHARGE_PROD", "note": "监听店铺级订单支付消息，发放虚拟币"}],
    "jobs": [{"group": "TradeOrderJobGroup", "name": "PressureDataClean", "handler": "PressureOrderCleanJob#execute", "cron": "0 0 3 * * ?", "note": "清理压测订单"}],
    "apps": [
        {"batch": 1, "domain": "促销", "app": "coin-center", "version": "2.6.0", "old_version": "2.5.3", "branch": "feature/coin-refund", "deployer": "欧力", "risk_level": "高", "risk": "返豆计算错误会造成资损", "risk_control": "先 1% 灰度并对账"},
        {"batch": 1, "domain": "促销", "app": "promotion-platform", "version": "1.9.0", "old_version": "1.8.7", "branch": "feature/coin-refund", "deployer": "欧力"},
        {"batch": 2, "domain": "交易", "app": "trade-web-buy", "version": "4.2.0", "old_version": "4.1.9", "branch": "feature/coin-refund", "deployer": "欧力", "depends_on": ["coin-center"]},
        {"batch": 2, "domain": "交易", "app": "trade-web-orderbuyer", "version": "4.2.0", "branch": "feature/coin-refund", "deployer": "戴维", "depends_on": ["coin-center"]},
        {"batch": 2, "domain": "商品", "app": "Item-detail", "version": "3.0.1", "branch": "feature/coin-refund", "deployer": "戴维", "depends_on": ["promotion-platform", "外部:库存中心"]},
        {"batch": 3, "domain": "交易", "app": "trade-web-refund", "version": "4.2.0", "branch": "feature/coin-refund", "deployer": "欧力", "depends_on": ["coin-center", "trade-web-buy"]},
    ],
    "steps": [
        {"phase": "准备", "position": 1, "action": "通知客户，冻结合并", "owner": "安然", "planned_start": "2026-12-01 21:30", "planned_end": "2026-12-01 22:00", "minutes": 30},
        {"phase": "发布", "position": 2, "action": "执行数据库变更", "owner": "单丹", "planned_start": "2026-12-01 22:00", "minutes": 20, "reversible": True},
        {"phase": "发布", "position": 3, "action": "按批次发布应用", "owner": "欧力", "planned_start": "2026-12-01 22:30"},
        {"phase": "验证", "position": 4, "action": "验证下单返豆", "owner": "罗博"},
        {"phase": "回滚", "group": "决策", "group_minutes": 5, "position": 5, "action": "确认问题并决定回滚", "owner": "安然"},
        {"phase": "回滚", "group": "执行", "group_minutes": 10, "position": 6, "action": "关开关，按反序回滚应用", "owner": "欧力"},
    ],
    "cases": [
        {"group": "下单", "title": "下单后返豆到账", "phase": "两者", "expected": "返豆数等于实付金额，流水一条"},
        {"group": "下单", "title": "重复支付消息", "phase": "预发", "expected": "只发一次"},
        {"group": "逆向", "title": "部分退款", "phase": "生产", "expected": "最大退款金额已扣除用掉的希币"},
    ],
    "checks": [
        {"group": "技术准备", "item": "代码审查完成", "blocking": True},
        {"group": "技术准备", "item": "回滚方案准备就绪", "blocking": True, "owner": "戴维"},
        {"group": "环境准备", "item": "数据库备份完成", "owner": "单丹"},
    ],
    "risks": [{"title": "第三方服务依赖", "level": "中", "impact": "部分功能不可用", "mitigation": "服务降级 + 熔断机制", "owner": "戴维"}],
    "risk_checks": [{"kind": "资损", "item": "幂等击穿", "involved": True, "indirect": False, "at_risk": False, "assessment": "唯一键约束"}],
    "windows": [{"days": [1, 2, 3, 4], "start": "23:00", "end": "09:00", "note": "业务低峰"}],
    "ramps": [{"name": "全额返", "flag": "coin-refund", "environment": "PRO", "driver": "builtin", "application": "coin-center", "namespace": "application", "key": "coin.refund.enabled"}],
    "stages": [
        {"ramp": "全额返", "position": 1, "audience": "固定用户：u1、u2", "hold": "1天"},
        {"ramp": "全额返", "position": 2, "percent": 1, "hold": "3天", "raw": {"hold": "3天左右"}},
        {"ramp": "全额返", "position": 3, "percent": 10, "hold": "2天", "approval": "测试+运维"},
        {"ramp": "全额返", "position": 4, "percent": 50, "hold": "1天"},
        {"ramp": "全额返", "position": 5, "percent": 100},
    ],
    "metrics": [
        {"category": "业务指标", "name": "返豆成功率", "operator": ">", "threshold": "99.9", "unit": "%", "purpose": "门禁", "query": "sum(rate(coin_refund_total{result=\"ok\"}[5m])) / sum(rate(coin_refund_total[5m])) * 100"},
        {"category": "系统指标", "name": "API 平均响应时间", "operator": "<", "threshold": "200", "unit": "ms", "purpose": "目标"},
    ],
    "monitors": [{"item": "统一 Error 日志监控", "kind": "日志", "owner": "欧力", "link": "https://grafana.example.test/d/coin"}],
    "switches": [{"application": "coin-center", "namespace": "application", "key": "coin.refund.enabled", "value": "false", "on_value": "true", "note": "关掉后下单不再返豆"}],
    "triggers": [{"condition": "返豆成功率 < 99 % 持续 5 分钟", "kind": "必须", "deadline": "5 分钟内", "decider": "安然"}],
    "comms": [{"moment": "T-1天", "audience": "客服", "channel": "邮件", "content": "最终发布确认"}],
    "limits": [{"resource": "/coin/refund", "policy": "限流", "threshold": "500 QPS", "fallback": "排队"}],
}  # fmt: skip

NOTES = [
    (["背景"], "希豆返利由**促销中心**统一发放，见 [方案](https://wiki.example.test/coin)。\n\n- 面向开关开发\n- 先灰度，后放量\n\n![架构图](file:///etc/passwd)\n"),
    (["背景", "名词解释"], "| 名词 | 说明 |\n| --- | --- |\n| 希豆 | 虚拟币 |\n| 全额返 | 按实付金额返豆 |\n"),
    (["接口定义"], "```java\nrpc Login(UserLoginRequest) returns (UserLoginResponse) {}\n```\n\n<img src=\"http://127.0.0.1:9/x.png\"> 不应被取回。"),
]  # fmt: skip


def rich_plan(by: Any) -> Plan:
    """A draft of `by` with every section filled."""
    plan = create_plan(
        by=by, title="下单返豆联合发布", project="全额返希豆", version="v2.6.0", kind="重大",
        window_start="2026-12-01 22:00", window_end="2026-12-02 02:00", observe="2天",
    )  # fmt: skip
    for key, rows in TABLES.items():
        add_rows(plan, key, by=by, rows=rows)
    for heading, text in NOTES:
        add_note(plan, by=by, heading=heading, text=text)
    plan.refresh_from_db()
    return plan
