"""Headers that say nothing of what a table is about."""

from plans.tables.words import said

ORDER_WORDS = frozenset(("序号", "no", "编号", "#", "num", "index", "顺序号", "id", "行号"))
GENERIC = frozenset(
    said(
        "name 名称 old new 旧 新 说明 备注 描述 类型 type kind note notes description remark remarks owner 负责人 责任人 "
        "状态 status 编号 id 时间 日期 time date 内容 content value 值 key 标题 title 级别 等级 level 结果 result 版本 version "
        "地址 url link 链接 优先级 priority 数量 操作 action 事项 任务 task 模块 module 功能 feature 项目 分类 类别 category "
        "group 分组 阶段 phase stage 步骤 step 用户 user 人员 电话 手机 phone email 邮箱 部门 team 单位 unit 目标 target "
        "开始时间 结束时间 start end 影响 impact 原因 措施 from to 方式 操作人"
    )
)
"""Headers that every kind of table has: without a heading they prove nothing."""
