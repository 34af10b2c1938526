import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { emailOf, lastMail, signIn } from '../testing.ts'

const personOf = (as: Cast, id: string) => ({ person: as[id]!.id })

test('who looks after accounts sees how people sign in, signs them out and sends links; others do not', async () => {
  await using as = await tenon()
  const gao = as['gao']!
  await signIn(as, 'stranger', 'Firefox on Linux')
  const accounts = async () =>
    (
      (await gao.call('identity.account.list', { limit: 200 })) as {
        items: { id: string; devices: number; second_factor: boolean }[]
      }
    ).items
  const own = (await accounts()).find(({ id }) => id === as.stranger.id)
  assert.deepEqual([own?.devices, own?.second_factor], [1, false])
  assert.ok(!(await accounts()).some(({ id }) => id === as.outsider.id))

  const stranger = personOf(as, 'stranger')
  const { items } = (await gao.call('identity.account.sessions', stranger)) as {
    items: { device: string }[]
  }
  assert.deepEqual(
    items.map(({ device }) => device),
    ['Firefox on Linux'],
  )
  assert.deepEqual(await gao.call('identity.account.sign_out', stranger), { ended: 1 })
  assert.deepEqual(await gao.call('identity.account.sign_out', stranger), { ended: 0 })

  await gao.call('identity.account.send_link', stranger)
  const mail = await lastMail(as, emailOf['stranger']!)
  assert.match(mail!.text, /\/reset#/)

  for (const action of ['sessions', 'sign_out', 'send_link', 'drop_factor']) {
    await as.wang.refuses(`identity.account.${action}`, stranger, 'forbidden')
    await gao.refuses(`identity.account.${action}`, personOf(as, 'outsider'), 'noAccount')
  }
  await as.wang.refuses('identity.account.list', {}, 'forbidden')
})

test('a lost second factor is turned off for others only, an owner’s by owners only, and the person is told', async () => {
  await using as = await tenon()
  const gao = as['gao']!
  await as.owner((client) =>
    client.query(
      `UPDATE identity.account SET totp_on = true, totp_secret = 'x'
       WHERE id IN (SELECT account FROM directory.person WHERE id = ANY($1))`,
      [[as.stranger.id, as.lin.id]],
    ),
  )
  await gao.refuses('identity.account.drop_factor', personOf(as, 'gao'), 'notOneself')
  await gao.refuses('identity.account.drop_factor', personOf(as, 'lin'), 'ownerOnly')
  const stranger = personOf(as, 'stranger')
  assert.deepEqual(await gao.call('identity.account.drop_factor', stranger), { removed: true })
  assert.deepEqual(await gao.call('identity.account.drop_factor', stranger), { removed: false })
  const { items } = (await as.stranger.call('notify.notice.list', {})) as {
    items: { kind: string }[]
  }
  assert.deepEqual(
    items.map(({ kind }) => kind),
    ['identity.factor.changed'],
  )
})

test('a sign-in from a new device is told to the person, the first and a known one are not', async () => {
  await using as = await tenon()
  const told = async () =>
    (
      (await as.stranger.call('notify.notice.list', {})) as { items: { title: string }[] }
    ).items.map(({ title }) => title)
  await signIn(as, 'stranger', 'Firefox on Linux')
  await signIn(as, 'stranger', 'Firefox on Linux')
  assert.deepEqual(await told(), [])
  await signIn(as, 'stranger', 'Chrome on Android')
  assert.deepEqual(await told(), ['New sign-in: Chrome on Android'])
  await signIn(as, 'stranger', 'Chrome on Android')
  assert.equal((await told()).length, 1)
})
