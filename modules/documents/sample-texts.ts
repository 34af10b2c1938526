/** The texts of the sample documents, as Markdown. */
export const texts: Readonly<Record<string, string>> = {
  travel: `适用于全体员工的国内出差。国外出差请先和财务部确认预算。

## 标准

| 项目 | 一线城市 | 其他城市 |
| --- | --- | --- |
| 住宿（每晚） | 500 元 | 350 元 |
| 餐补（每天） | 120 元 | 100 元 |
| 市内交通 | 实报实销 | 实报实销 |

高铁二等座、飞机经济舱可直接预订；其他舱位需部门经理事先同意。

## 流程

1. 出差前在审批里提交申请，写明事由、时间和预算。
2. 回来后 **5 个工作日**内提交发票，电子发票请上传原件。
3. 财务每周三、周五统一打款。

> 发票抬头和税号在“公司信息”里，请不要手写。

## 常见问题

- 住宿超标怎么办？超出部分自理，展会期间可由部门经理说明情况后放宽。
- 顺路私事可以吗？可以，多出的费用自理，并在申请里写清楚。
`,
  onboarding: `We build bicycles in Suzhou since 2012: about 180 on a good day. This page is for your first week.

## Your first day

- [ ] Pick up badge and safety shoes at the front desk
- [ ] Set up a second factor for signing in
- [ ] Walk through assembly with 吴刚 (shop floor, 30 minutes)
- [ ] Lunch with your team

## Who to ask

| About | Person |
| --- | --- |
| Contract, leave | 何静 |
| Computer, accounts | 高翔 |
| Travel money | 钱丽 |
| Anything on the line | 吴刚 |

## How we talk

Write in the group of the work, not to one person: somebody else will have the same question tomorrow. Chinese and English are both fine.
`,
  supply: `## 背景

现用 6204 轴承由恒力供应，年用量约 **7,200 套**。本次对比两家备选，为明年合同做准备。

## 对比

| 供应商 | 单价（元） | 交期（天） | 首检合格率 |
| --- | --- | --- | --- |
| 恒力轴承 | 29.00 | 35 | 99.6% |
| 新锐 | 27.50 | 45 | 98.1% |
| Nordlager | 33.20 | 30 | 99.9% |

## 初步意见

1. 主供保持恒力，量价再谈一轮。
2. 新锐先做 200 套小批试装，由质量部跟三个月。
3. Nordlager 只用于出口车型。

## 待办

- [x] 收集三家报价
- [ ] 质量部确认试装方案
- [ ] 与财务核对付款条件
`,
  ebike: `The second sample drifts by about **2 %** after half an hour at 40 °C. We need to know whether bearing preload or the sensor itself is the cause before the order of 500 sets.

## What we measured

| Run | Bearing | Temperature | Drift |
| --- | --- | --- | --- |
| 1 | stock | 25 °C | 0.4 % |
| 2 | stock | 40 °C | 2.1 % |
| 3 | 6204 | 25 °C | 0.3 % |

## Next

- [ ] Run 4: 6204 at 40 °C, firmware 0.9.3
- [ ] Ask Hengli for the preload drawing
- [ ] Decide on Friday

\`\`\`text
log 0.9.3: t=1800s T=40.2 raw=1.0208 cal=1.0000
\`\`\`
`,
  quality: `## 本周数字

| 指标 | 目标 | 本周 | 上周 |
| --- | --- | --- | --- |
| 下线（台） | 900 | 912 | 884 |
| 一次合格率 | 98.0% | 97.8% | 97.1% |
| 返工工时 | 20 | 18 | 26 |

## 主要问题

1. 后拨调校不良 3 台，同一工位，已重新培训。
2. 车架划痕 2 台，转运架护套破损，已更换并写入点检表。

## 下周

- [ ] 喷涂线露点仪校准
- [ ] 夜班首件检查抽查三次
`,
  winter: `**日期** 2026-11-12　**状态** 已决定

## 要决定什么

冬季山地车试产用哪一种前叉。

## 方案

### 方案一：碳纤维刚性叉

轻 640 克，单价 1,450 元，供货稳定。

### 方案二：气压避震叉

骑感更好，但零下 15 °C 密封件寿命只有常温的六成。

## 决定

选方案一，先做 40 支。理由：冬季用户看重重量和可靠，避震叉的密封问题供应商要到明年二月才有答案。

## 接下来

- [x] 采购申请（孙伟）
- [ ] 试产两台样车，量产前路试 300 公里
`,
}
