import type { Sample } from '#kernel/world'
import type { InputOf } from '#kernel'
import { createCalendar } from './actions/calendar.create.ts'
import { createEvent } from './actions/event.create.ts'
import { respondEvent } from './actions/event.respond.ts'
import { addDays, dayOf, instantOf } from './zone.ts'

const ZONE = 'Asia/Shanghai'

export const rooms = [
  {
    key: 'large',
    name: '大会议室',
    place: '办公楼 3 层',
    capacity: 20,
    equipment: ['screen', 'camera', 'whiteboard', 'step_free'],
  },
  {
    key: 'riding',
    name: '骑行间',
    place: '办公楼 2 层',
    capacity: 6,
    equipment: ['screen', 'whiteboard'],
  },
  {
    key: 'workshop',
    name: '车间小会议室',
    place: '总装车间 1 层',
    capacity: 8,
    equipment: ['phone', 'step_free'],
  },
] as const

export interface SampleEvent {
  readonly key: string
  readonly by: string
  /** Monday is 0; the week is the present one. */
  readonly day: number
  readonly at: string
  readonly minutes: number
  readonly title: string
  readonly place?: string
  readonly description?: string
  readonly link?: string
  readonly people?: readonly string[]
  readonly room?: (typeof rooms)[number]['key']
  readonly outside?: { readonly email: string; readonly name: string }
  /** `count` in the rule keeps a room's bookings within a year. */
  readonly rule?: string
  readonly private?: true
  readonly answers?: Readonly<Record<string, 'accepted' | 'declined' | 'tentative'>>
}

/** A week at 远山自行车. */
export const events: readonly SampleEvent[] = [
  {
    key: 'stand_up',
    by: 'anna',
    day: 0,
    at: '09:30',
    minutes: 15,
    title: 'E-Bike stand-up',
    people: ['raj', 'tang', 'liu'],
    room: 'riding',
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=60',
    answers: { raj: 'accepted', tang: 'accepted' },
  },
  {
    key: 'daily_quality',
    by: 'feng',
    day: 0,
    at: '08:30',
    minutes: 20,
    title: '总装质量日会',
    people: ['wu', 'zheng', 'zhou', 'jiang'],
    room: 'workshop',
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=60',
    answers: { wu: 'accepted', zheng: 'accepted' },
  },
  {
    key: 'management',
    by: 'lin',
    day: 0,
    at: '14:00',
    minutes: 90,
    title: '经营周会',
    description: '各部门 5 分钟：上周结果、本周重点、需要的帮助。',
    people: ['chen', 'zhao', 'liu', 'zhou', 'han', 'he', 'gao'],
    room: 'large',
    rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=26',
    answers: { chen: 'accepted', zhao: 'accepted', han: 'tentative', zhou: 'accepted' },
  },
  {
    key: 'bearings',
    by: 'chen',
    day: 1,
    at: '10:00',
    minutes: 60,
    title: '恒力轴承：年度价格谈判',
    place: '恒力轴承，昆山',
    people: ['wang', 'bo'],
    outside: { email: 'wu.min@hengli.example', name: '吴敏（恒力轴承）' },
    answers: { wang: 'accepted', bo: 'tentative' },
  },
  {
    key: 'budget',
    by: 'zhao',
    day: 2,
    at: '15:00',
    minutes: 60,
    title: '四季度预算复核',
    people: ['lin', 'chen', 'qian'],
    room: 'riding',
    answers: { lin: 'accepted', chen: 'accepted' },
  },
  {
    key: 'eurobike',
    by: 'emily',
    day: 3,
    at: '16:00',
    minutes: 45,
    title: 'Eurobike: booth and samples',
    link: 'https://meet.example/eurobike',
    people: ['oscar', 'han', 'song'],
    answers: { oscar: 'accepted', song: 'declined' },
  },
  {
    key: 'doctor',
    by: 'wang',
    day: 3,
    at: '17:00',
    minutes: 60,
    title: '体检复查',
    place: '苏州市立医院',
    private: true,
  },
  {
    key: 'review',
    by: 'wang',
    day: 4,
    at: '10:30',
    minutes: 45,
    title: '采购询价整理',
    people: ['sun'],
  },
]

export const sample: Sample = {
  order: 65,
  async plant(world) {
    const operator = world.operator(world.orgs['yuanshan']!)
    const call = async (action: string, input: unknown) =>
      (await world.kernel.call(action, input, operator, { door: 'cli' })) as { id: string }
    for (const { key, ...room } of rooms) {
      const made = await call('calendar.room.create', {
        ...room,
        equipment: [...room.equipment],
        status: 'open',
      })
      world.ids[`calendar.room.${key}`] = made.id
    }
    const monday = mondayOf(Date.now())
    for (const event of events) await plantEvent(world, event, monday)
    await plantHolidays(world)
    const { id } = await world.call('anna', createCalendar, {
      name: 'E-Bike',
      hue: 3,
      conversation: world.ids['chat.conversation.ebike']!,
    })
    world.ids['calendar.calendar.ebike'] = id
  },
}

type World = Parameters<Sample['plant']>[0]

async function plantEvent(world: World, event: SampleEvent, monday: string): Promise<void> {
  const { key, by, day, at, minutes, people = [], room, outside, answers = {} } = event
  const start = instantOf(`${addDays(monday, day)}T${at}:00`, ZONE)
  const input: InputOf<typeof createEvent> = {
    title: event.title,
    starts_at: new Date(start).toISOString(),
    ends_at: new Date(start + minutes * 60_000).toISOString(),
    zone: ZONE,
    ...(event.place ? { place: event.place } : {}),
    ...(event.description ? { description: event.description } : {}),
    ...(event.link ? { meeting_link: event.link } : {}),
    ...(event.rule ? { rule: event.rule } : {}),
    ...(event.private ? { visibility: 'private' } : {}),
    guests: [
      ...people.map((person) => ({ person: world.people[person]! })),
      ...(room ? [{ room: world.ids[`calendar.room.${room}`]! }] : []),
      ...(outside ? [outside] : []),
    ],
  }
  const { id } = await world.call(by, createEvent, input)
  world.ids[`calendar.event.${key}`] = id
  for (const [person, response] of Object.entries(answers))
    await world.call(person, respondEvent, { event: id, response })
}

/** The year's last days off, and next year's first, kept by the administrator. */
async function plantHolidays(world: World): Promise<void> {
  const { id } = await world.call('gao', createCalendar, {
    name: '法定节假日',
    hue: 6,
    holidays: true,
  })
  world.ids['calendar.calendar.holidays'] = id
  const year = Number(dayOf(Date.now(), ZONE).slice(0, 4))
  const days = [
    ['元旦', `${year}-12-31`, `${year + 1}-01-02`],
    ['劳动节', `${year + 1}-05-01`, `${year + 1}-05-05`],
    ['国庆节', `${year + 1}-10-01`, `${year + 1}-10-07`],
  ] as const
  for (const [title, first_day, last_day] of days)
    await world.call('gao', createEvent, {
      title,
      calendar: id,
      all_day: true,
      first_day,
      last_day,
      zone: ZONE,
      visibility: 'public',
    })
}

function mondayOf(now: number): string {
  const today = dayOf(now, ZONE)
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay()
  return addDays(today, -((weekday + 6) % 7))
}
