import type { Sample, World } from '#kernel/world'
import { createConversation } from './actions/conversation.create.ts'
import { configureConversation } from './actions/conversation.configure.ts'
import { setNotice } from './actions/conversation.notice.ts'
import { reactToMessage } from './actions/message.react.ts'
import { sendMessage } from './actions/message.send.ts'

interface SampleConversation {
  readonly key: string
  /** Absent: a conversation of two. */
  readonly name?: string
  /** The first one creates it. */
  readonly people: readonly string[]
  readonly notice?: string
  readonly only_admins_write?: boolean
  readonly lines: readonly (readonly [who: string, text: string, reaction?: string])[]
}

/** What people of 远山自行车 talk about; `chat.conversation.<key>` in the world's ids. */
export const conversations: readonly SampleConversation[] = [
  {
    key: 'company',
    name: '远山全员 Yuanshan',
    people: [
      'he',
      'lin',
      'chen',
      'zhao',
      'liu',
      'zhou',
      'han',
      'gao',
      'wang',
      'bo',
      'sun',
      'qian',
      'lucy',
      'xu',
      'anna',
      'wu',
      'zheng',
      'feng',
      'yang',
      'emily',
    ],
    notice:
      '公司级通知请在这里看。有事找人，请到各部门的群里说。\n\nCompany news lives here; please ask questions in your team’s group.',
    only_admins_write: true,
    lines: [
      [
        'he',
        '各位同事：元旦 12 月 31 日至 1 月 2 日放假，1 月 3 日正常上班。值班表请各部门周五前报给我。',
      ],
      ['he', 'Happy to welcome three new colleagues in Assembly this month.'],
    ],
  },
  {
    key: 'ebike',
    name: 'E-Bike motor supply',
    people: ['anna', 'raj', 'liu', 'tang', 'bo'],
    notice: 'Sample deadline: **12 December**. Test plan is pinned.',
    lines: [
      [
        'anna',
        'Morning all. The second motor sample from Hengli arrived, noise is down to 54 dB.',
        '👍',
      ],
      [
        'raj',
        'Firmware 0.9.3 flashed. Torque sensor still drifts about 2% after half an hour at 40 °C.',
      ],
      ['tang', '温漂和轴承预紧有关系吗？第一批样件我们换过恒力的 6204 轴承，情况好一些。'],
      ['anna', '@Raj can you run it once more with the 6204 bearings? Tang has two spare sets.'],
      ['raj', 'Will do this afternoon.'],
      [
        'bo',
        'Price for 500 sets is CNY 1,860 each, lead time 35 days. They would go to 1,790 at 1,000 sets.',
      ],
      ['liu', '先按 500 套走，台架试验过了再谈 1000 套。'],
    ],
  },
  {
    key: 'quality',
    name: '总装质量日会',
    people: ['feng', 'zhou', 'wu', 'zheng', 'jiang'],
    lines: [
      ['feng', '昨天总装下线 182 台，一次合格率 97.8%，主要问题是后拨调校 3 台、车架划痕 1 台。'],
      ['wu', '后拨的三台是同一个工位，今天早班已经重新培训了。'],
      ['zheng', '划痕那台查到了，是转运架的护套破了，已换。'],
      ['feng', '好的，护套这件事请写进点检表。', '👌'],
    ],
  },
  {
    key: 'finance',
    name: '财务',
    people: ['zhao', 'lin', 'chen'],
    lines: [
      ['zhao', '11 月的应付账款已经对完，恒力轴承还有一笔 9,800 元的发票没到。'],
      ['chen', '发票昨天寄出了，最晚后天到。'],
      ['lin', '四季度预算还剩多少？'],
      ['zhao', '采购部还剩 42 万，研发部还剩 18 万，明细我下午发出来。'],
    ],
  },
  {
    key: 'procurement',
    name: '采购',
    people: ['chen', 'wang', 'bo', 'lin'],
    notice: '五千元以上的采购先在群里提单，财务批了再下订单。',
    lines: [
      ['chen', '下周总装要补一批 6204 轴承，谁在跟恒力？'],
      ['wang', '我在跟。他们最新报价 4.9 元一只，2000 只起订，含税含运。'],
      ['bo', 'The German supplier quotes EUR 0.71 for the same grade, but six weeks by sea.'],
      ['chen', '时间来不及，就恒力吧。王芳你提个采购单，请赵敏批一下。'],
      ['wang', '好，我整理一下就提。', '👍'],
    ],
  },
  {
    key: 'wang_chen',
    people: ['wang', 'chen'],
    lines: [
      ['wang', '陈经理，恒力那边问能不能预付三成。'],
      ['chen', '可以，但要写进合同，到货 30 天付尾款。'],
      ['wang', '明白，我改完合同发你看。'],
    ],
  },
  {
    key: 'chen_zhao',
    people: ['chen', 'zhao'],
    lines: [
      ['chen', '赵敏，轴承那单今天会提，麻烦你帮忙看一下。'],
      ['zhao', '好的，提了我就看。'],
    ],
  },
  {
    key: 'emily_oscar',
    people: ['emily', 'oscar'],
    lines: [
      ['emily', 'Did Jiangnan Riding confirm the pallet dimensions?'],
      ['oscar', 'Yes, 120 × 80, two layers. I sent the packing list to logistics.'],
    ],
  },
]

export const sample: Sample = {
  order: 50,
  async plant(world) {
    for (const conversation of conversations) await plant(world, conversation)
  },
}

async function plant(
  world: World,
  { key, name, people, notice, only_admins_write, lines }: SampleConversation,
): Promise<void> {
  const [first, ...others] = people as [string, ...string[]]
  const ids = others.map((person) => world.people[person]!)
  const made = await world.call(
    first,
    createConversation,
    name ? { kind: 'group', name, people: ids } : { kind: 'direct', people: ids },
  )
  const conversation = made.conversation.id
  world.ids[`chat.conversation.${key}`] = conversation
  if (notice) await world.call(first, setNotice, { conversation, notice })
  if (only_admins_write)
    await world.call(first, configureConversation, {
      conversation,
      may_send: 'admins',
      may_mention_all: 'admins',
      may_add: 'admins',
    })
  for (const [who, text, reaction] of lines) {
    const { id } = await world.call(who, sendMessage, { conversation, text })
    const other = people.find((person) => person !== who)!
    if (reaction) await world.call(other, reactToMessage, { message: id, emoji: reaction })
  }
}
