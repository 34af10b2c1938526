import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { operatorActor, type AnyAction } from '#kernel'
import { installed, tenon, type Cast } from '../../kernel/testing.ts'
import { none } from '../tree.ts'
import { buildApps } from './built.ts'
import { callerOf, openDoors, type Caller, type Doors } from './doors.ts'
import { openToEveryone, openToMembers } from './open-actions.ts'

const { registry } = await installed()
const actions = [...registry.actions.values()]
const onDoors = actions.filter((action) => !action.internal)
const isOpen = (scope: string): boolean =>
  scope === 'member' || registry.scopes.get(scope)?.roles.includes('member') === true
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id).toSorted()

test('what members and everybody may call is what was reviewed', () => {
  assert.deepEqual(
    idsOf(onDoors.filter(({ scope }) => isOpen(scope))),
    [...openToMembers].toSorted(),
  )
  assert.deepEqual(
    idsOf(onDoors.filter(({ scope }) => scope === 'everyone')),
    [...openToEveryone].toSorted(),
  )
})

describe('on every door', () => {
  let as: Cast
  let all: Doors
  let nobody: Caller
  let stranger: Caller
  let lin: Caller
  before(async () => {
    as = await tenon()
    all = await openDoors(as)
    nobody = await callerOf('nobody', as.nobody)
    stranger = await callerOf('stranger', as['stranger']!)
    lin = await callerOf('lin', as['lin']!)
  })
  after(async () => {
    await all[Symbol.asyncDispose]()
    await as[Symbol.asyncDispose]()
  })

  /** Asks each door for each action and names those that answered something else. */
  async function expect(
    caller: Caller,
    asked: readonly AnyAction[],
    code: string | ((code: string) => boolean),
  ): Promise<void> {
    const wrong: string[] = []
    for (const door of all.doors)
      for (const action of asked) {
        if (!door.offers(action)) continue
        const answer = await door.knock(caller, action.id, {})
        const right = typeof code === 'string' ? answer.code === code : code(answer.code)
        if (!right)
          wrong.push(
            `${door.name}: ${caller.name} ${action.id} → ${answer.code} ${JSON.stringify(answer.output)?.slice(0, 200)}`,
          )
      }
    none(wrong)
  }

  test('nobody is asked to sign in', async () => {
    await expect(
      nobody,
      onDoors.filter(({ scope }) => scope !== 'everyone'),
      'unauthenticated',
    )
  })

  test('a stranger is forbidden what members may not do', async () => {
    await expect(
      stranger,
      onDoors.filter(({ scope }) => scope !== 'everyone' && !isOpen(scope)),
      'forbidden',
    )
  })

  test('a stranger has what members have', async () => {
    const harmless = onDoors.filter(({ scope, kind }) => isOpen(scope) && kind === 'query')
    await expect(
      stranger,
      harmless,
      (code) => !['forbidden', 'unauthenticated', 'internal'].includes(code),
    )
  })

  test('inner actions are on no door, not even for an owner', async () => {
    await expect(
      lin,
      actions.filter(({ internal }) => internal),
      'notFound',
    )
  })

  describe('of apps that are data', () => {
    let built: readonly AnyAction[]
    let member: Caller
    let keeper: Caller
    let outsider: Caller
    let open: (scope: string) => boolean
    before(async () => {
      const { registry: theirs, actions: made } = await buildApps(as)
      built = made
      open = (scope) => theirs.scopes.get(scope)?.roles.includes('member') === true
      member = await callerOf('member', await as.person('stranger'))
      keeper = await callerOf('keeper', await as.person('lin'))
      outsider = await callerOf('outsider', as['outsider'])
      assert.ok(
        onDoor().some(({ scope }) => open(scope)) && onDoor().some(({ scope }) => !open(scope)),
        'one app is open to members, one is not',
      )
    })
    const onDoor = () => built.filter(({ internal }) => !internal)

    test('there is nothing for nobody, another organisation, and a party not named', async () => {
      // Without an organisation an app is not even known; a door may ask for a sign-in before it looks.
      await expect(nobody, onDoor(), (code) => ['unauthenticated', 'notFound'].includes(code))
      await expect(outsider, built, 'notFound')
      const party = as.of(operatorActor(as.kernel, as.world.orgs['gusu']))
      for (const { id } of built) await party.refuses(id, {}, 'notFound')
    })

    test('a stranger is forbidden what only some may do', async () => {
      await expect(
        member,
        onDoor().filter(({ scope }) => !open(scope)),
        'forbidden',
      )
    })

    test('a stranger has what the app gives to members, and who keeps it has all', async () => {
      const right = (code: string) => ['ok', 'invalid', 'notFound'].includes(code)
      const queries = onDoor().filter(({ kind }) => kind === 'query')
      await expect(
        member,
        queries.filter(({ scope }) => open(scope)),
        right,
      )
      await expect(keeper, queries, right)
    })

    test('inner actions are on no door, not even for who keeps it', async () => {
      const inner = built.filter(({ internal }) => internal)
      assert.ok(inner.length > 0)
      await expect(keeper, inner, 'notFound')
    })
  })

  test('a token that is none opens nothing', async () => {
    const wrong: string[] = []
    for (const door of all.doors.filter(({ name }) => name !== 'kernel')) {
      const thief: Caller = {
        name: `thief at ${door.name}`,
        actor: nobody.actor,
        token: `${lin.token}x`,
      }
      const answer = await door.knock(thief, 'directory.person.list', {})
      if (answer.code !== 'unauthenticated') wrong.push(`${door.name} → ${answer.code}`)
    }
    none(wrong)
  })
})
