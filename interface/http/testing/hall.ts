import {
  conflict,
  defineAction,
  defineEvent,
  defineModule,
  fail,
  T,
  type Actor,
  type AnyAction,
  type Credential,
} from '#kernel'

/** A module that uses every mark the doors know, so that their tests need no product. */
export const ORG = '0198aaaa-0000-7000-8000-000000000001'
export const OTHER_ORG = '0198aaaa-0000-7000-8000-000000000002'

/** Who may join any bell, and whose credentials are dead; shared by one test process. */
export const strangers = new Set<string>()
export const revoked = new Set<string>()

export const personId = (n: number): string =>
  `0198bbbb-0000-7000-8000-${String(n).padStart(12, '0')}`

export function person(n: number, scopes: readonly string[] = ['hall.use'], org = ORG): Actor {
  const id = personId(n)
  const none: readonly string[] = []
  return {
    kind: 'person',
    id,
    org,
    account: id,
    session: `s${n}`,
    name: `Person ${n}`,
    scopes: new Map(scopes.map((scope) => [scope, 'all' as const])),
    departments: none,
    subtree: none,
    groups: none,
    roles: none,
  }
}

/** `p<n>` is person n; `x<n>` one without scopes; `o<n>` one of another organisation. */
export async function authenticate({ scheme, token, org }: Credential): Promise<Actor | undefined> {
  if (scheme === 'operator')
    return { ...person(0, ['hall.use', 'hall.admin'], org ?? ORG), kind: 'operator' }
  const [, kind, n] = /^([pxo])(\d+)$/.exec(token) ?? []
  if (kind === undefined || revoked.has(token)) return undefined
  return person(Number(n), kind === 'x' ? [] : ['hall.use'], kind === 'o' ? OTHER_ORG : ORG)
}

const rang = defineEvent({
  id: 'hall.bell.rang',
  title: 'Bell rang',
  payload: T.Object({ n: T.Integer(), pad: T.Optional(T.String()) }),
})
const left = defineEvent({
  id: 'hall.member.left',
  title: 'Member left',
  payload: T.Object({ people: T.Array(T.String(), { 'x-recheck': true }) }),
})
const typed = defineEvent({
  id: 'hall.typing.started',
  title: 'Typing',
  payload: T.Object({ bell: T.String() }),
})

const strict = { additionalProperties: false }
const query = {
  kind: 'query',
  effect: 'local',
  scope: 'hall.use',
  description: 'For tests.',
} as const
const command = {
  kind: 'command',
  effect: 'local',
  scope: 'hall.use',
  description: 'For tests.',
  silent: 'a test',
} as const
const done = T.Object({ done: T.Boolean() })

const join = defineAction({
  ...query,
  id: 'hall.bell.join',
  title: 'Hear a bell',
  input: T.Object({ bell: T.String() }, strict),
  output: done,
}).run(async (_input, ctx) => {
  if (strangers.has(ctx.actor.id)) throw fail('notFound', 'There is no such bell.')
  return { done: true }
})
const ring = defineAction({
  ...command,
  id: 'hall.bell.ring',
  title: 'Ring a bell',
  emits: [rang],
  mcp: 'listed',
  idempotent: false,
  input: T.Object(
    { bell: T.String({ maxLength: 40 }), n: T.Integer(), pad: T.Optional(T.String()) },
    strict,
  ),
  output: T.Object({ n: T.Integer() }),
}).runMany(async (items) =>
  items.map((item) => {
    const { bell, n, pad } = item.input
    item.emit(rang, pad === undefined ? { n } : { n, pad }, { stream: `hall.bell:${bell}` })
    return { n }
  }),
)
const remove = defineAction({
  ...command,
  id: 'hall.member.remove',
  title: 'Remove',
  emits: [left],
  input: T.Object({ bell: T.String(), person: T.String() }, strict),
  output: done,
}).run(async ({ bell, person: id }, ctx) => {
  strangers.add(id)
  ctx.emit(left, { people: [id] }, { stream: `hall.bell:${bell}` })
  return { done: true }
})
const type = defineAction({
  ...query,
  id: 'hall.typing.start',
  kind: 'signal',
  title: 'Typing',
  emits: [typed],
  input: T.Object({ bell: T.String() }, strict),
  output: T.Null(),
}).run(async ({ bell }, ctx) => {
  ctx.emit(typed, { bell }, { stream: `hall.bell:${bell}` })
  return null
})
const say = defineAction({
  ...query,
  id: 'hall.echo.say',
  title: 'Say it again',
  description: 'Answers what it was told.',
  mcp: 'listed',
  input: T.Object(
    {
      text: T.String({ maxLength: 200 }),
      times: T.Optional(T.Integer({ maximum: 9 })),
      loud: T.Optional(T.Boolean()),
      words: T.Optional(T.Array(T.String())),
      more: T.Optional(T.Json()),
    },
    strict,
  ),
  output: T.Object({ said: T.Json() }),
}).run(async (input) => ({ said: input }))
const big = defineAction({
  ...command,
  id: 'hall.echo.keep',
  title: 'Keep much',
  input: T.Object({ text: T.String() }, { ...strict, 'x-body-max': 3 * 1024 * 1024 }),
  output: T.Object({ size: T.Integer() }),
}).run(async ({ text }) => ({ size: text.length }))
const enter = defineAction({
  ...command,
  id: 'hall.door.enter',
  title: 'Enter',
  scope: 'everyone',
  input: T.Object({ who: T.String() }, strict),
  output: T.Object({
    who: T.String(),
    token: T.Optional(T.String({ 'x-session': 'set' })),
    until: T.Optional(T.Time({ 'x-session': 'expires' })),
  }),
}).run(async ({ who }) => ({
  who,
  token: who,
  until: new Date(Date.now() + 3_600_000).toISOString(),
}))
const exit = defineAction({
  ...command,
  id: 'hall.door.exit',
  title: 'Leave',
  scope: 'member',
  input: T.Object({}, strict),
  output: T.Object({ ended: T.Boolean({ 'x-session': 'clear' }) }),
}).run(async () => ({ ended: true }))
const me = defineAction({
  ...query,
  id: 'hall.me.get',
  title: 'Me',
  scope: 'member',
  input: T.Object({}, strict),
  output: T.Object({
    org: T.Object({ id: T.String(), name: T.String(), kind: T.String() }, { 'x-manifest': true }),
    secret: T.String(),
  }),
}).run(async (_input, ctx) => ({
  org: { id: ctx.org, name: 'Hall', kind: 'company' },
  secret: 'no',
}))
const setup = defineAction({
  ...query,
  id: 'hall.setup.show',
  title: 'Set up?',
  scope: 'everyone',
  input: T.Object({}, strict),
  output: T.Object({ setup: T.Boolean({ 'x-manifest': true }) }),
}).run(async () => ({ setup: true }))
const put = defineAction({
  ...command,
  id: 'hall.file.put',
  title: 'Put a file',
  input: T.Object(
    {
      file: T.Object(
        {
          blob: T.String(),
          name: T.String(),
          mime: T.String(),
          size: T.Integer(),
          sha256: T.String(),
        },
        { 'x-kind': 'upload', 'x-max': 1024 * 1024 },
      ),
      pages: T.Optional(T.Integer()),
      fails: T.Optional(T.Boolean()),
    },
    strict,
  ),
  output: T.Object({
    blob: T.String(),
    name: T.String(),
    size: T.Integer(),
    pages: T.Optional(T.Integer()),
  }),
  errors: { unwanted: conflict('Not this one.') },
}).run(async ({ file: { blob, name, size }, pages, fails }, ctx) => {
  if (fails) throw ctx.error('unwanted', { blob })
  return { blob, name, size, ...(pages === undefined ? {} : { pages }) }
})
const read = defineAction({
  ...query,
  id: 'hall.file.read',
  title: 'Read a file',
  input: T.Object(
    {
      file: T.String(),
      mime: T.Optional(T.String()),
      inline: T.Optional(T.Boolean()),
      size: T.Optional(T.Integer()),
    },
    strict,
  ),
  output: T.Object(
    {
      blob: T.String(),
      name: T.String(),
      mime: T.String(),
      size: T.Optional(T.Integer()),
      inline: T.Boolean(),
    },
    { 'x-kind': 'download', 'x-path': '/hall/:file' },
  ),
}).run(async ({ file, mime = 'text/html', inline = false, size }) => ({
  blob: Buffer.from(file, 'base64url').toString(),
  name: '报告 "1".html',
  mime,
  inline,
  ...(size === undefined ? {} : { size }),
}))
const explode = defineAction({
  ...query,
  id: 'hall.trouble.explode',
  title: 'Explode',
  input: T.Object({}, strict),
  output: done,
}).run(async () => {
  throw new Error('secret internals at line 7')
})
const refuse = defineAction({
  ...command,
  id: 'hall.trouble.refuse',
  title: 'Refuse',
  mcp: 'listed',
  destructive: true,
  input: T.Object({}, strict),
  output: done,
  errors: { tooLate: conflict('It is too late.', 'Come earlier.') },
}).run(async (_input, ctx) => {
  throw ctx.error('tooLate', { hour: 9 })
})
const rare = defineAction({
  ...query,
  id: 'hall.trouble.rare',
  title: 'Rarely',
  ratePerMinute: 3,
  input: T.Object({}, strict),
  output: done,
}).run(async () => ({ done: true }))
const admin = defineAction({
  ...query,
  id: 'hall.admin.look',
  title: 'Look',
  scope: 'hall.admin',
  input: T.Object({}, strict),
  output: done,
}).run(async () => ({ done: true }))
const inner = defineAction({
  ...query,
  id: 'hall.inner.look',
  title: 'Inner',
  internal: true,
  input: T.Object({}, strict),
  output: done,
}).run(async () => ({ done: true }))

export const hall = defineModule({
  id: 'hall',
  title: 'Hall',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  events: [rang, left, typed],
  actions: [
    join,
    ring,
    remove,
    type,
    say,
    big,
    enter,
    exit,
    me,
    setup,
    put,
    read,
    explode,
    refuse,
    rare,
    admin,
    inner,
  ] as AnyAction[],
  streams: [
    { id: 'hall.bell', title: 'Bell', join, subject: 'bell', recheckOn: ['hall.member.left'] },
  ],
  scopes: {
    'hall.use': { title: 'Use the hall', roles: ['member'] },
    'hall.admin': { title: 'Manage the hall', roles: [] },
  },
  authenticate,
})
