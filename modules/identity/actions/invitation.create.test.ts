import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { emailOf, lastMail, signIn, tokenIn, voiceOf } from '../testing.ts'
import { acceptInvitation } from './invitation.accept.ts'
import { createInvitation } from './invitation.create.ts'
import { enterOrganisation } from './invitation.enter.ts'
import { revokeInvitation } from './invitation.revoke.ts'
import { showInvitation } from './invitation.show.ts'
import { storeInvitations } from './invitation.store.ts'
import { approveJoin } from './join_request.approve.ts'
import { refuseJoin } from './join_request.refuse.ts'
import { getMe } from './me.get.ts'
import { switchPerson } from './person.switch.ts'

const password = 'copper kettle on the hill'
const newcomer = { name: 'Nora New', email: 'nora@new.example', password }
const invite = async (as: Cast, input: object = { kind: 'link' }) => {
  const { invitations } = await as.lin!.call(createInvitation, input as { kind: 'link' })
  const [first] = invitations
  return { ...first!, invitation: first!.code ?? tokenIn(first!.link ?? '') }
}

test('a link with a picture leads a newcomer to an account, a person and a session', async () => {
  await using as = await tenon()
  const department = as.world.ids['directory.department.finance']!
  const made = await invite(as, { kind: 'link', department, max_uses: 1 })
  assert.match(made.qr!, /^<svg /)
  const { invitation } = made
  assert.deepEqual(await as.nobody.call(showInvitation, { invitation }), {
    organisation: { name: '远山自行车 Yuanshan Bikes', kind: 'company' },
    invited_by: '林岚',
    approval: false,
    signed_in: false,
  })
  await as.nobody.refuses(acceptInvitation, { invitation, name: 'Nora' }, 'needsMore')
  await as.nobody.refuses(
    acceptInvitation,
    { invitation, ...newcomer, password: 'qwertyuiop123' },
    'invalid',
  )
  const joined = await as.nobody.call(acceptInvitation, { invitation, ...newcomer })
  assert.equal(joined.status, 'joined')
  const nora = await voiceOf(as, { scheme: 'session', token: joined.session! })
  const me = await nora.call(getMe, {})
  assert.deepEqual(
    [me.name, me.org?.id, me.departments],
    ['Nora New', as.lin!.actor.org, [department]],
  )
  // Its one use is used up.
  await as.nobody.refuses(
    acceptInvitation,
    { invitation, ...newcomer, email: 'second@new.example' },
    'noInvitation',
  )
  await as.nobody.refuses(showInvitation, { invitation }, 'noInvitation')
})

test('a join code may be typed in any way, with approval somebody lets the newcomer in', async () => {
  await using as = await tenon()
  const { code, invitation } = await invite(as, { kind: 'code', approval: true })
  assert.match(code!, /^[2-9A-Z]{5}-[2-9A-Z]{5}$/)
  const typed = ` ${invitation.toLowerCase().replace('-', ' ')} `
  const waiting = await as.nobody.call(acceptInvitation, { invitation: typed, ...newcomer })
  assert.equal(waiting.status, 'waiting')
  const nora = await voiceOf(as, { scheme: 'session', token: waiting.session! })
  assert.equal(nora.actor.kind, 'nobody')
  assert.deepEqual((await nora.call(getMe, {})).waiting, [
    { organisation: '远山自行车 Yuanshan Bikes' },
  ])
  await nora.refuses('directory.person.list', {}, 'unauthenticated')

  const { items } = (await as.lin!.call('identity.join_request.list', {
    where: { status: 'waiting' },
  })) as { items: { id: string }[] }
  const join_request = items[0]!.id
  await as.stranger!.refuses(approveJoin, { join_request }, 'forbidden')
  await as.outsider!.refuses(approveJoin, { join_request }, 'notFound')
  const { person } = await as.lin!.call(approveJoin, { join_request })
  await as.lin!.refuses(refuseJoin, { join_request }, 'decided')
  assert.equal((await voiceOf(as, { scheme: 'session', token: waiting.session! })).id, person)
})

test('somebody who is refused stays outside', async () => {
  await using as = await tenon()
  const { invitation } = await invite(as, { kind: 'link', approval: true })
  const { session } = await as.nobody.call(acceptInvitation, { invitation, ...newcomer })
  const { items } = (await as.lin!.call('identity.join_request.list', {})) as {
    items: { id: string }[]
  }
  await as.stranger!.refuses(refuseJoin, { join_request: items[0]!.id }, 'forbidden')
  assert.deepEqual(await as.lin!.call(refuseJoin, { join_request: items[0]!.id }), {
    status: 'refused',
  })
  const me = await (await voiceOf(as, { scheme: 'session', token: session! })).call(getMe, {})
  assert.deepEqual([me.persons, me.waiting], [[], []])
})

test('an account joins a second organisation and switches without a new sign-in', async () => {
  await using as = await tenon()
  const { invitation } = await invite(as)
  const { voice, token } = await signIn(as, 'outsider')
  assert.equal((await voice.call(showInvitation, { invitation })).signed_in, true)
  const { person, session } = await voice.call(acceptInvitation, { invitation })
  assert.equal(session, undefined)
  await voice.refuses(acceptInvitation, { invitation }, 'alreadyMember')

  const [jiangnan, yuanshan] = [as.world.orgs['jiangnan']!, as.world.orgs['yuanshan']!]
  assert.equal((await voiceOf(as, { scheme: 'session', token })).actor.org, jiangnan)
  assert.equal(
    (await voiceOf(as, { scheme: 'session', token, person: person! })).actor.org,
    yuanshan,
  )
  await voice.call(switchPerson, { organisation: yuanshan })
  const there = await voiceOf(as, { scheme: 'session', token })
  assert.deepEqual([there.actor.org, there.id, there.actor.roles], [yuanshan, person, ['member']])
  assert.equal((await there.call(getMe, {})).persons.length, 2)
  await there.refuses(switchPerson, { organisation: as.world.orgs['gusu']! }, 'notMember')
  // A new sign-in begins where the last one was.
  assert.equal((await signIn(as, 'outsider')).voice.actor.org, yuanshan)
  // What he is in one organisation opens nothing in the other.
  assert.equal(
    await as.kernel.authenticate({ scheme: 'session', token, person: as.lin!.id }),
    undefined,
  )
  assert.equal(
    await as.kernel.authenticate({ scheme: 'session', token, org: as.world.orgs['gusu']! }),
    undefined,
  )
  await as.nobody.refuses(switchPerson, { organisation: yuanshan }, 'needsSession')
})

test('an invitation by mail proves the address: it opens the place that waits in the directory', async () => {
  await using as = await tenon()
  const person = (await as.lin!.call('directory.person.create', {
    name: 'Wei Imported',
    email: 'wei@import.example',
    staff_no: 'YS900',
    status: 'invited',
  })) as { id: string }
  const answer = await as.lin!.call(createInvitation, {
    kind: 'email',
    emails: ['wei@import.example', 'WEI@import.example', 'other@import.example'],
  })
  assert.deepEqual(
    answer.invitations.map(({ email, link }) => [email, link]),
    [
      ['wei@import.example', undefined],
      ['other@import.example', undefined],
    ],
  )
  const mail = await lastMail(as, 'wei@import.example')
  assert.match(mail!.subject, /远山自行车/)
  const invitation = tokenIn(mail!.text)
  const joined = await as.nobody.call(acceptInvitation, { invitation, name: 'Wei', password })
  assert.deepEqual([joined.status, joined.person], ['joined', person.id])
  assert.equal(
    (await as.kernel.authenticate({ scheme: 'session', token: joined.session! }))?.id,
    person.id,
  )
  await as.nobody.refuses(acceptInvitation, { invitation, name: 'Wei', password }, 'noInvitation')
  await as.lin!.refuses(createInvitation, { kind: 'email' }, 'noEmails')
})

test('knowing a colleague’s address is not enough to take his place: somebody has to look', async () => {
  await using as = await tenon()
  const person = (await as.lin!.call('directory.person.create', {
    name: 'Wei Imported',
    email: 'wei@import.example',
  })) as { id: string }
  const { invitation } = await invite(as)
  const claimed = await as.nobody.call(acceptInvitation, {
    invitation,
    name: 'Impostor',
    email: 'wei@import.example',
    password,
  })
  assert.deepEqual([claimed.status, claimed.person], ['waiting', undefined])
  const { items } = (await as.lin!.call('identity.join_request.list', {})) as {
    items: { id: string }[]
  }
  // Recognised as that colleague after all:
  assert.deepEqual(
    await as.lin!.call(approveJoin, { join_request: items[0]!.id, person: person.id }),
    { person: person.id },
  )
  await as.nobody.refuses(
    acceptInvitation,
    { invitation, name: 'Lin', email: emailOf['lin']!, password },
    'accountExists',
  )
})

test('only who may invite does, and a withdrawn or expired invitation opens nothing', async () => {
  await using as = await tenon()
  const input = { kind: 'link' as const }
  await as.stranger!.refuses(createInvitation, input, 'forbidden')
  await as.nobody.refuses(createInvitation, input, 'unauthenticated')
  const { id, invitation } = await invite(as)
  await as.stranger!.refuses(revokeInvitation, { invitation: id }, 'forbidden')
  await as.outsider!.refuses(revokeInvitation, { invitation: id }, 'notFound')
  await as.lin!.call(revokeInvitation, { invitation: id })
  await as.nobody.refuses(acceptInvitation, { invitation, ...newcomer }, 'noInvitation')
  const late = await invite(as, { kind: 'code' })
  await as.owner((client) =>
    client.query("UPDATE identity.invitation SET expires_at = now() - interval '1 second'"),
  )
  await as.nobody.refuses(
    acceptInvitation,
    { invitation: late.invitation, ...newcomer },
    'noInvitation',
  )
  for (const odd of ['x'.repeat(65), 'AAAAA-AAAAA', '0123456789', "' OR '1'='1"])
    await as.nobody.refuses(showInvitation, { invitation: odd }, 'noInvitation')
  await as.lin!.refuses(
    enterOrganisation,
    { organisation: as.lin!.actor.org, invitation: id, account: as.outsider!.actor.account! },
    'notFound',
  )
  await as.lin!.refuses(storeInvitations, { invitations: [] }, 'notFound')
})

test('a link for three admits three, however many come at once', async () => {
  await using as = await tenon()
  const { invitation } = await invite(as, { kind: 'link', max_uses: 3 })
  const results = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      as.nobody
        .call(acceptInvitation, {
          invitation,
          name: `N ${n}`,
          email: `n${n}@new.example`,
          password,
        })
        .then(
          () => 'in',
          (error: { code: string }) => error.code,
        ),
    ),
  )
  assert.deepEqual(results.sort(), [
    'in',
    'in',
    'in',
    'noInvitation',
    'noInvitation',
    'noInvitation',
  ])
})

test('a join code opens the organisation that made it and no other', async () => {
  await using as = await tenon()
  const { invitations } = await as.outsider!.call(createInvitation, { kind: 'code' })
  const joined = await as.nobody.call(acceptInvitation, {
    invitation: invitations[0]!.code!,
    ...newcomer,
  })
  assert.equal(joined.organisation, as.world.orgs['jiangnan'])
})
