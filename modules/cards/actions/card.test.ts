import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moduleActor, type AnyAction, type InputOf, type StreamEvent } from '#kernel'
import { tenon } from '#kernel/testing'
import { closeCard } from './card.close.ts'
import { deliverCard } from './card.deliver.ts'
import { ensureCard } from './card.ensure.ts'
import { forwardCard } from './card.forward.ts'
import { getCard } from './card.get.ts'
import { listDeliveries } from './card.list.ts'
import { pressCard } from './card.press.ts'
import { refreshCard } from './card.refresh.ts'
import { tellPrivately } from './card.tell.ts'

const TEMPLATE = 'approval.request.card'

/** Purchase requests of the sample world stand for any module's records: cards know none of them. */
test('cards', async (t) => {
  await using as = await tenon()
  const { org } = as.wang!.actor
  const approval = moduleActor(
    'approval',
    org,
    ['approval.use', 'approval.decide', 'approval.admin'],
    as.wang!.id,
  )
  const module = <A extends AnyAction>(action: A, input: InputOf<A>, actor = approval) =>
    as.kernel.call(action, input, actor, { door: 'module' })
  const procurement = `chat.conversation:${as.world.ids['chat.conversation.procurement']}`
  const finance = `chat.conversation:${as.world.ids['chat.conversation.finance']}`
  const ask = async (title: string) =>
    (await as.wang!.call('approval.request.create', { title, approver: as.zhao!.id })) as {
      id: string
    }
  const make = async (title: string) => {
    const { id } = await ask(title)
    return {
      record: id,
      ...(await module(ensureCard, { template: TEMPLATE, entity: 'approval.request', record: id })),
    }
  }

  await t.test('only its own module makes a card, once per record', async () => {
    const { record, card } = await make('车架 50 副')
    const again = await module(ensureCard, {
      template: TEMPLATE,
      entity: 'approval.request',
      record,
    })
    assert.deepEqual([again.card, again.summary], [card, '王芳: 车架 50 副'])
    const other = moduleActor('chat', org, ['chat.use', 'approval.admin'])
    await assert.rejects(
      module(ensureCard, { template: TEMPLATE, entity: 'approval.request', record }, other),
      { code: 'forbidden' },
    )
    await assert.rejects(module(refreshCard, { template: TEMPLATE, record }, other), {
      code: 'forbidden',
    })
    await assert.rejects(module(closeCard, { card }, other), { code: 'forbidden' })
    await as.wang!.refuses(
      ensureCard,
      { template: TEMPLATE, entity: 'approval.request', record },
      'notFound',
    )
  })

  await t.test('seen where it was delivered, or by who may read its record', async () => {
    const { card } = await make('刹车片 300 对')
    const { delivery } = await module(deliverCard, { card, space: procurement })
    assert.equal((await module(deliverCard, { card, space: procurement })).delivery, delivery)
    const seen = await as.bo!.call(getCard, { delivery })
    assert.deepEqual(
      [seen.summary, seen.policy, seen.readonly, seen.forward, seen.space],
      ['王芳: 刹车片 300 对', 'live', false, 'live', procurement],
    )
    assert.ok(seen.view.order.length > 2)
    assert.equal((await as.bo!.call(getCard, { card })).delivery, delivery)
    assert.equal((await as.zhao!.call(getCard, { card })).card, card)
    for (const who of [as.stranger!, as.outsider!, as.qian!]) {
      await who.refuses(getCard, { card }, 'notFound')
      await who.refuses(getCard, { delivery }, 'notFound')
      await who.refuses(listDeliveries, { card }, 'notFound')
      await who.refuses(pressCard, { delivery, name: 'approve', client_action_id: 'x' }, 'notFound')
    }
    await as.bo!.refuses(getCard, {}, 'invalid')
  })

  await t.test('a press runs the real action with the presser’s own rights, once', async () => {
    const { card, rev } = await make('链条 200 条')
    const { delivery } = await module(deliverCard, { card, space: procurement })
    await as.bo!.refuses(
      pressCard,
      { delivery, name: 'approve', client_action_id: 'bo' },
      'forbidden',
    )
    await as.zhao!.refuses(pressCard, { card, name: 'burn', client_action_id: 'a' }, 'noButton')
    await as.zhao!.refuses(
      pressCard,
      { card, name: 'approve', input: { request: card }, client_action_id: 'b' },
      'notAsked',
    )
    const press = {
      card,
      name: 'approve',
      rev,
      input: { comment: '可以' },
      client_action_id: 'once',
    }
    const pressed = await as.zhao!.call(pressCard, press)
    assert.deepEqual([pressed.result, pressed.action], ['ok', 'approval.request.approve'])
    assert.deepEqual(await as.zhao!.call(pressCard, press), pressed)
    await as.zhao!.refuses(
      pressCard,
      { card, name: 'reject', client_action_id: 'c' },
      'alreadyDecided',
    )
    await as.kernel.idle()
    const now = await as.zhao!.call(getCard, { card })
    assert.deepEqual(
      [now.rev, (now.data as { decided: { comment: string } }).decided.comment],
      [rev + 1, '可以'],
    )
    await as.zhao!.refuses(pressCard, { ...press, client_action_id: 'late' }, 'changed')
  })

  await t.test('a change reaches every live copy at once, and snapshots never', async () => {
    const { record, card } = await make('轮胎 400 条')
    await module(deliverCard, { card, space: procurement })
    const { delivery: frozen } = await as.kernel.call(
      forwardCard,
      { card, space: finance, beyond: true },
      as.zhao!.actor,
      { door: 'module' },
    )
    const { items } = await as.zhao!.call(listDeliveries, { card })
    assert.deepEqual(
      items.map(({ space, policy, forwarded_by }) => [space, policy, forwarded_by]).toSorted(),
      [
        [finance, 'snapshot', as.zhao!.id],
        [procurement, 'live', undefined],
        [`person:${as.zhao!.id}`, 'live', undefined],
      ].toSorted(),
    )
    const changed: StreamEvent[] = []
    const stop = as.kernel.onEvent(
      (event) => void (event.type === 'cards.card.changed' && changed.push(event)),
    )
    await as.zhao!.call('approval.request.reject', { request: record, comment: '库存够' })
    await as.kernel.idle()
    await module(refreshCard, { template: TEMPLATE, record })
    stop()
    assert.deepEqual(
      changed.map(({ stream }) => stream).toSorted(),
      [procurement, `person:${as.zhao!.id}`].toSorted(),
    )
    const old = await as.zhao!.call(getCard, { delivery: frozen })
    assert.deepEqual(
      [(old.data as { status: string }).status, old.readonly, old.forward],
      ['open', true, 'snapshot'],
    )
    await as.zhao!.refuses(
      pressCard,
      { delivery: frozen, name: 'approve', client_action_id: 'snap' },
      'readonly',
    )
  })

  await t.test('what one person alone may see never reaches another', async () => {
    const { card } = await make('涂料 30 桶')
    await module(deliverCard, { card, space: procurement })
    const heard: StreamEvent[] = []
    const stop = as.kernel.onEvent((event) => void heard.push(event))
    await module(tellPrivately, {
      card,
      people: [
        { person: as.zhao!.id, data: { note: '预算只剩三万' } },
        { person: as.bo!.id, data: { note: 'none of your business' } },
      ],
    })
    stop()
    assert.deepEqual(
      heard.map(({ stream }) => stream).toSorted(),
      [`person:${as.bo!.id}`, `person:${as.zhao!.id}`].toSorted(),
    )
    assert.ok(!JSON.stringify(heard).includes('三万'))
    assert.deepEqual((await as.zhao!.call(getCard, { card })).private, { note: '预算只剩三万' })
    assert.deepEqual((await as.bo!.call(getCard, { card })).private, {
      note: 'none of your business',
    })
    assert.ok(!JSON.stringify(await as.chen!.call(getCard, { card })).includes('三万'))
  })

  await t.test('forwarded by who sees it; a closed card is only for reading', async () => {
    const { card } = await make('脚踏 100 对')
    const { delivery } = await module(deliverCard, { card, space: procurement })
    await assert.rejects(
      as.kernel.call(forwardCard, { delivery, space: finance }, as.stranger!.actor, {
        door: 'module',
      }),
      { code: 'notFound' },
    )
    const copy = await as.kernel.call(forwardCard, { delivery, space: finance }, as.chen!.actor, {
      door: 'module',
    })
    assert.deepEqual([copy.card, copy.policy], [card, 'live'])
    await module(closeCard, { card })
    const seen = await as.zhao!.call(getCard, { delivery: copy.delivery })
    assert.deepEqual([seen.state, seen.readonly], ['closed', true])
    await as.zhao!.refuses(
      pressCard,
      { delivery: copy.delivery, name: 'approve', client_action_id: 'closed' },
      'closed',
    )
    await assert.rejects(module(deliverCard, { card, space: finance.replace('chat', 'chat ') }), {
      code: 'conflict',
    })
    assert.ok((await as.zhao!.call(listDeliveries, {})).items.some((each) => each.card === card))
  })
})
