import type { Sample } from '#kernel/world'
import { createComment } from './actions/comment.create.ts'
import { createDocument } from './actions/document.create.ts'
import { shareDocument } from './actions/document.share.ts'
import { createVersion } from './actions/version.create.ts'
import { texts } from './sample-texts.ts'

export interface SampleDocument {
  readonly key: string
  readonly by: string
  readonly title: string
  readonly icon?: string
  readonly folder?: true
  readonly in?: string
  readonly space?: 'personal' | 'organisation'
  /** A conversation of the sample world. */
  readonly group?: string
  readonly share?: readonly (readonly [person: string, role: 'reader' | 'commenter' | 'editor'])[]
  readonly version?: string
  readonly comment?: readonly [by: string, text: string, ...mentions: string[]]
}

/** What people of 远山自行车 wrote; `documents.document.<key>` in the world's ids, its text in `sample-texts.ts`. */
export const documents: readonly SampleDocument[] = [
  { key: 'rules', by: 'he', title: '制度与流程', folder: true, space: 'organisation' },
  {
    key: 'travel',
    by: 'he',
    title: '差旅报销办法',
    icon: '🧾',
    in: 'rules',
    version: '2026 年 10 月版',
  },
  { key: 'onboarding', by: 'he', title: 'Welcome to Yuanshan', icon: '👋', in: 'rules' },
  {
    key: 'supply',
    by: 'wang',
    title: '轴承供应商对比',
    icon: '⚙️',
    group: 'procurement',
    comment: ['chen', '恒力的交期可以再谈，先别写死 35 天。', 'wang'],
  },
  {
    key: 'ebike',
    by: 'anna',
    title: 'E-Bike motor: torque drift',
    icon: '🔧',
    group: 'ebike',
    comment: ['raj', 'I will add the 40 °C run tomorrow.'],
  },
  {
    key: 'quality',
    by: 'feng',
    title: '总装质量周报（第 47 周）',
    icon: '📅',
    space: 'organisation',
  },
  {
    key: 'winter',
    by: 'liu',
    title: '决策记录：冬季山地车前叉选型',
    icon: '⚖️',
    share: [
      ['chen', 'editor'],
      ['zhou', 'commenter'],
      ['lin', 'reader'],
    ],
  },
]

export const sample: Sample = {
  order: 65,
  async plant(world) {
    for (const {
      key,
      by,
      title,
      icon,
      folder,
      space,
      group,
      share,
      version,
      comment,
      ...rest
    } of documents) {
      const parent = rest.in && world.ids[`documents.document.${rest.in}`]
      const { id: document } = await world.call(by, createDocument, {
        title,
        kind: folder ? 'folder' : 'document',
        ...(icon ? { icon } : {}),
        ...(parent ? { parent } : {}),
        ...(space ? { space } : {}),
        ...(group ? { conversation: world.ids[`chat.conversation.${group}`]! } : {}),
        ...(texts[key] ? { markdown: texts[key] } : {}),
      })
      world.ids[`documents.document.${key}`] = document
      if (share)
        await world.call(by, shareDocument, {
          document,
          people: share.map(([person, role]) => ({ person: world.people[person]!, role })),
        })
      if (version) await world.call(by, createVersion, { document, name: version })
      if (comment) {
        const [author, text, ...mentions] = comment
        await world.call(author, createComment, {
          document,
          text,
          ...(mentions.length ? { mentions: mentions.map((person) => world.people[person]!) } : {}),
        })
      }
    }
  },
}
