/** Beginnings of documents, as Markdown. `{date}` and `{name}` are filled in. */
export const TEMPLATES = ['meeting', 'weekly', 'brief', 'decision'] as const
export type Template = (typeof TEMPLATES)[number]
type Language = 'zh' | 'en'

interface Beginning {
  readonly title: string
  readonly icon: string
  readonly markdown: string
}

export function beginning(
  template: Template,
  language: Language,
  filled: { readonly date: string; readonly name: string },
): Beginning {
  const { title, icon, markdown } = BEGINNINGS[template][language]
  const fill = (text: string) =>
    text.replaceAll('{date}', filled.date).replaceAll('{name}', filled.name)
  return { title: fill(title), icon, markdown: fill(markdown) }
}

const BEGINNINGS: Record<Template, Record<Language, Beginning>> = {
  meeting: {
    en: {
      title: 'Minutes, {date}',
      icon: '📝',
      markdown: `**Date** {date}　**Taken by** {name}

## Who was there

- 

## Agenda

1. 

## What was said

### 1. 

> The point in one sentence, then what speaks for and against it.

## Decided

- 

## To do

- [ ] What, who, until when
`,
    },
    zh: {
      title: '会议纪要 {date}',
      icon: '📝',
      markdown: `**时间** {date}　**记录** {name}

## 参会人

- 

## 议程

1. 

## 讨论

### 1. 

> 先用一句话写清要点，再写支持和反对的理由。

## 结论

- 

## 待办

- [ ] 事项、负责人、截止时间
`,
    },
  },
  weekly: {
    en: {
      title: 'Weekly report, {name}, {date}',
      icon: '📅',
      markdown: `## Done this week

- [x] 

## Numbers

| Measure | Target | This week | Last week |
| --- | --- | --- | --- |
|  |  |  |  |

## Next week

- [ ] 

## In the way

What I cannot solve alone, and whose help I need.
`,
    },
    zh: {
      title: '周报 {name} {date}',
      icon: '📅',
      markdown: `## 本周完成

- [x] 

## 关键数字

| 指标 | 目标 | 本周 | 上周 |
| --- | --- | --- | --- |
|  |  |  |  |

## 下周计划

- [ ] 

## 问题与求助

自己解决不了的问题，以及需要谁的帮助。
`,
    },
  },
  brief: {
    en: {
      title: 'Project brief: ',
      icon: '🎯',
      markdown: `**Owner** {name}　**State** draft　**Since** {date}

## Why

What hurts today, for whom, and how we know.

## What will be different

- 

## Not part of it

- 

## Milestones

| When | What | Who |
| --- | --- | --- |
|  |  |  |

## Risks

| Risk | Likelihood | What we do |
| --- | --- | --- |
|  |  |  |

## Who is concerned

- Decides:
- Works on it:
- Is told:
`,
    },
    zh: {
      title: '项目简介：',
      icon: '🎯',
      markdown: `**负责人** {name}　**状态** 草稿　**开始** {date}

## 为什么做

现在的问题是什么，影响谁，依据是什么。

## 做完之后有什么不同

- 

## 不做什么

- 

## 里程碑

| 时间 | 内容 | 负责人 |
| --- | --- | --- |
|  |  |  |

## 风险

| 风险 | 可能性 | 应对 |
| --- | --- | --- |
|  |  |  |

## 相关的人

- 决策：
- 执行：
- 知会：
`,
    },
  },
  decision: {
    en: {
      title: 'Decision: ',
      icon: '⚖️',
      markdown: `**Date** {date}　**Written by** {name}　**State** proposed

## Question

One sentence.

## What we know

- 

## Options

### A. 

For, against, cost.

### B. 

For, against, cost.

## Decision

We choose …, because …

## What follows

- [ ] 

## When we look at it again

`,
    },
    zh: {
      title: '决策记录：',
      icon: '⚖️',
      markdown: `**日期** {date}　**撰写** {name}　**状态** 提议中

## 要决定什么

一句话写清楚。

## 已知情况

- 

## 方案

### 方案一

优点、缺点、成本。

### 方案二

优点、缺点、成本。

## 决定

选择……，因为……

## 接下来

- [ ] 

## 什么时候回头看

`,
    },
  },
}
