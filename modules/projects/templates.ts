import type { StateSpec } from './look.ts'

interface Words {
  readonly en: string
  readonly zh: string
}
export interface Template {
  readonly id: string
  readonly title: Words
  readonly description: Words
  readonly states: readonly { key: string; name: Words; category: StateSpec['category'] }[]
  readonly labels: readonly Words[]
  readonly tasks: readonly Words[]
}

const todo = (en: string, zh: string, key = 'todo') =>
  ({ key, name: { en, zh }, category: 'todo' }) as const
const doing = (en: string, zh: string, key = 'doing') =>
  ({ key, name: { en, zh }, category: 'doing' }) as const
const done = (en: string, zh: string, key = 'done') =>
  ({ key, name: { en, zh }, category: 'done' }) as const
const word = (en: string, zh: string): Words => ({ en, zh })

/** What a project begins with; everything in it can be changed afterwards. */
export const templates: readonly Template[] = [
  {
    id: 'simple',
    title: word('Plain', '通用'),
    description: word('Three columns, nothing else.', '三列看板，从空白开始。'),
    states: [todo('To do', '待处理'), doing('In progress', '进行中'), done('Done', '已完成')],
    labels: [],
    tasks: [],
  },
  {
    id: 'software',
    title: word('Software', '软件研发'),
    description: word('From backlog through review to release.', '从需求池到评审、测试、发布。'),
    states: [
      todo('Backlog', '需求池', 'backlog'),
      todo('To do', '待开发'),
      doing('In progress', '开发中'),
      doing('In review', '评审中', 'review'),
      doing('Testing', '测试中', 'testing'),
      done('Released', '已发布', 'released'),
    ],
    labels: [word('bug', '缺陷'), word('feature', '需求'), word('debt', '技术债')],
    tasks: [
      word('Agree on what “done” means', '约定完成标准'),
      word('Set up the repository and the pipeline', '建立代码仓库与流水线'),
      word('Plan the first iteration', '规划第一个迭代'),
    ],
  },
  {
    id: 'launch',
    title: word('Product launch', '产品上市'),
    description: word('Samples, trial run, certification, market.', '打样、试产、认证到上市。'),
    states: [
      todo('Planned', '计划'),
      doing('In progress', '进行中'),
      doing('To be confirmed', '待确认', 'confirm'),
      done('Done', '已完成'),
    ],
    labels: [word('design', '设计'), word('quality', '质量'), word('market', '市场')],
    tasks: [
      word('Freeze the specification', '冻结产品规格'),
      word('First samples', '首批样件'),
      word('Trial production', '试产'),
      word('Certification', '认证'),
      word('Launch material', '上市物料'),
    ],
  },
  {
    id: 'event',
    title: word('Event', '活动'),
    description: word('Venue, guests, programme, the day itself.', '场地、嘉宾、议程、当天执行。'),
    states: [todo('To arrange', '待落实'), doing('Arranging', '落实中'), done('Settled', '已落实')],
    labels: [word('venue', '场地'), word('guests', '嘉宾'), word('budget', '预算')],
    tasks: [
      word('Budget', '预算'),
      word('Book the venue', '预订场地'),
      word('Invitations', '发出邀请'),
      word('Programme', '议程'),
      word('Thank-you notes', '会后答谢'),
    ],
  },
  {
    id: 'hiring',
    title: word('Hiring', '招聘'),
    description: word('One task a candidate.', '一个候选人一张卡片。'),
    states: [
      todo('Applied', '已投递', 'applied'),
      doing('Screening', '初筛', 'screening'),
      doing('Interviews', '面试', 'interviews'),
      doing('Offer', '发出录用', 'offer'),
      done('Hired', '已入职', 'hired'),
      done('Declined', '未通过', 'declined'),
    ],
    labels: [word('referral', '内推'), word('campus', '校招')],
    tasks: [],
  },
]
