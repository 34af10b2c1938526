import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { tenon, type Cast, type Voice } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { statementsOf } from './statements.ts'

/** Enough rows that PostgreSQL prefers an index where there is one. */
const PEOPLE = 3_000
const MESSAGES = 20_000
const CONVERSATIONS = 2_000

describe('queries', () => {
  let as: Cast
  let lin: Voice
  let group: string
  let first: string
  before(async () => {
    as = await tenon()
    lin = as['lin']!
    first = await conversation('first')
    await as.owner(grow)
    await as.kernel.idle()
  })
  after(() => as[Symbol.asyncDispose]())

  const conversation = async (name: string): Promise<string> => {
    const made = await lin.call('chat.conversation.create', {
      kind: 'group',
      name,
      people: [as['chen']!.id, as['zhao']!.id],
    })
    return (made as { conversation: { id: string } }).conversation.id
  }

  /** Fills the organisation as years of work would. */
  async function grow(client: pg.Client): Promise<void> {
    const { org } = lin.actor
    const columns = async (table: string) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
        [table],
      )
      return rows.map(({ name }) => name)
    }
    const copy = async (
      table: string,
      source: string,
      count: number,
      changes: Record<string, string>,
    ) => {
      const names = await columns(table)
      const values = names.map((name) => changes[name] ?? `t.${name}`)
      await client.query(
        `INSERT INTO ${table} (${names.join()}) SELECT ${values.join()} FROM (SELECT * FROM ${table} WHERE ${source} LIMIT 1) t, generate_series(1, ${count}) n`,
      )
    }
    await copy('directory.person', `org = '${org}' AND id = '${as['wang']!.id}'`, PEOPLE, {
      id: 'gen_random_uuid()',
      name: `'同事' || n`,
      email: `n || '@many.example'`,
      mobile: 'NULL',
      staff_no: `'M' || n`,
      account: 'NULL',
    })
    await lin.call('chat.message.send', { conversation: first, text: 'hello' })
    await copy(
      'chat.message',
      `org = '${org}' AND conversation = '${first}' AND kind = 'text'`,
      MESSAGES,
      {
        id: 'gen_random_uuid()',
        seq: 't.seq + n',
        post_no: 't.post_no + n',
        text: `'消息 message ' || n`,
        client_id: 'NULL',
      },
    )
    await copy('chat.conversation', `org = '${org}' AND id = '${first}'`, CONVERSATIONS, {
      id: 'gen_random_uuid()',
      name: `'群 ' || n`,
    })
    const member = await columns('chat.member')
    const joined = member.map(
      (name) => ({ id: 'gen_random_uuid()', conversation: 'c.id' })[name] ?? `m.${name}`,
    )
    await client.query(
      `INSERT INTO chat.member (${member.join()}) SELECT ${joined.join()} FROM (SELECT * FROM chat.member WHERE conversation = $1) m, chat.conversation c WHERE c.org = '${org}' AND c.name LIKE '群 %00'`,
      [first],
    )
    await client.query(
      `UPDATE chat.conversation SET last_seq = (SELECT max(seq) FROM chat.message WHERE conversation = $1), posts = (SELECT max(post_no) FROM chat.message WHERE conversation = $1) WHERE id = $1`,
      [first],
    )
    group = await conversation('second')
    await client.query('VACUUM ANALYZE')
  }

  const lists = [
    ['directory.person.list', { expand: ['department', 'manager'] }],
    ['directory.assignment.list', { expand: ['person', 'department'] }],
    ['chat.conversation.list', {}],
    ['cards.card.list', {}],
    ['notify.notice.list', {}],
    ['identity.grant.list', {}],
    ['approval.request.list', {}],
  ] as const

  test('a page of 100 with everything expanded is one statement', async () => {
    const wrong: string[] = []
    for (const { id, access } of as.kernel.registry.entities.values()) {
      const action = as.kernel.registry.actions.get(`${id}.list`)
      const fields = as.kernel.registry.entity(id).fields as Record<string, { 'x-ref'?: string }>
      const inputs = (action?.input as { properties?: Record<string, unknown> } | undefined)
        ?.properties
      if (!action || action.internal || !inputs?.['expand'] || !access.read) continue
      const expand = Object.keys(fields)
        .filter((name) => fields[name]!['x-ref'])
        .slice(0, 5)
      const voice =
        action.scope === 'member' || lin.actor.scopes.has(action.scope) ? lin : as.operator
      const heard = await statementsOf(() => voice.call(action.id, { expand, limit: 100 }))
      if (heard.length !== 1) wrong.push(`${action.id}: ${heard.length} statements`)
    }
    none(wrong)
  })

  test('a longer page costs no more statements', async () => {
    const wrong: string[] = []
    const asked: [string, object][] = [
      ...lists.map(([id, input]) => [id, input] as [string, object]),
      ['chat.message.list', { conversation: first }],
      ['chat.member.list', { conversation: first }],
      ['directory.person.search', { text: '同事' }],
    ]
    for (const [action, input] of asked) {
      const counts = []
      for (const limit of [1, 100]) {
        const takes = (as.kernel.registry.action(action).input as { properties: object }).properties
        const heard = await statementsOf(() =>
          lin.call(action, { ...input, ...('limit' in takes ? { limit } : {}) }),
        )
        counts.push(heard.length)
      }
      if (counts[1]! > counts[0]! || counts[1]! > 6)
        wrong.push(`${action}: ${counts.join(' statements for 1, for 100: ')}`)
    }
    none(wrong)
  })

  test('an inbox of cards and notices costs no more when it is full', async () => {
    const chen = as['chen']!
    const count = async () =>
      (await statementsOf(() => chen.call('cards.card.list', { limit: 100 }))).length +
      (await statementsOf(() => chen.call('notify.notice.list', { limit: 100 }))).length
    const before = await count()
    for (let index = 0; index < 10; index++)
      await as['wang']!.call('approval.request.create', {
        title: `request ${index}`,
        approver: chen.id,
      })
    await as.kernel.idle()
    assert.equal(await count(), before)
  })

  /** What is asked most, and the index each must be answered from; nothing here may read a table from end to end. */
  const hot: readonly [action: string, input: () => object, indexes: readonly string[]][] = [
    ['chat.conversation.list', () => ({}), ['member_person']],
    [
      'chat.message.list',
      () => ({ conversation: first, limit: 50 }),
      ['message_org_conversation_seq_key'],
    ],
    [
      'chat.message.send',
      () => ({ conversation: first, text: randomUUID() }),
      ['conversation_pkey'],
    ],
    ['chat.message.search', () => ({ text: '消息 19999' }), []],
    ['chat.member.list', () => ({ conversation: first }), []],
    ['directory.person.get', () => ({ person: lin.id }), ['person_pkey']],
    ['directory.person.search', () => ({ text: '同事2999' }), []],
    ['cards.card.list', () => ({}), []],
    ['notify.notice.list', () => ({}), []],
    ['notify.notice.count', () => ({}), []],
  ]
  /** Small or asked as a whole. */
  const SMALL =
    /Seq Scan on (department|assignment|"?group"?|group_member|post|field|role|grant|mention|unnest|department_closure|card|request|setting|organisation|file|notice|delivery|cursor|flow)\b/

  test('the hot ones are answered from an index, as the app', async () => {
    const app = new pg.Client(as.config.app)
    await app.connect()
    await app.query(`SELECT set_config('tenon.org', '${lin.actor.org}', false)`)
    const wrong: string[] = []
    for (const [action, input, indexes] of hot) {
      const plans: string[] = []
      const asked = input()
      const heard = await statementsOf(() => lin.call(action, asked))
      for (const { text, values } of heard) {
        if (!/^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/.test(text)) continue
        await app.query('BEGIN')
        const { rows } = await app.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN ${text}`,
          values as unknown[],
        )
        await app.query('ROLLBACK')
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
      }
      const whole = plans.join('\n')
      const scans = whole
        .split('\n')
        .filter((line) => line.includes('Seq Scan') && !SMALL.test(line))
      if (scans.length)
        wrong.push(
          `${action} reads from end to end: ${scans.map((line) => line.trim()).join('; ')}`,
        )
      for (const index of indexes)
        if (!new RegExp(`\\b${index}\\b`).test(whole))
          wrong.push(`${action} does not use ${index}:\n${whole}`)
    }
    await app.end()
    assert.ok(group)
    none(wrong)
  })
})
