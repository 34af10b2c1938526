import { test } from 'node:test'
import { button, conflict, defineAction, defineEvent, T } from '#kernel'

/** What must not compile. `tsc` fails when one of these lines begins to compile; running it proves nothing more. */
test('the contract is held by types', () => {
  const said = defineEvent({
    id: 'a.word.said',
    title: 'Said',
    payload: T.Object({ word: T.String() }),
  })
  const other = defineEvent({ id: 'a.word.other', title: 'Other', payload: T.Object({}) })
  const head = { kind: 'command', title: '', description: '', scope: 'member' } as const
  const mail = defineAction({
    ...head,
    id: 'a.mail.send',
    effect: 'outside',
    input: T.Object({}),
    output: T.Null(),
    silent: 'test',
  }).run(async () => null)
  const say = defineAction({
    ...head,
    id: 'a.word.say',
    effect: 'local',
    input: T.Object({ word: T.String(), tone: T.Optional(T.Enum(['low', 'high'])) }),
    output: T.Object({ status: T.Literal('said') }),
    errors: { mute: conflict('Mute.') },
    emits: [said],
    subject: 'word',
  })
  say.run(async (_input, ctx) => {
    // @ts-expect-error an error that is not declared
    if (ctx.org === 'x') throw ctx.error('deaf')
    // @ts-expect-error an event that is not declared
    ctx.emit(other, {})
    // @ts-expect-error a payload of another shape
    ctx.emit(said, { words: 'x' })
    // @ts-expect-error the outside inside a command
    await ctx.call(mail, {})
    ctx.enqueue(mail, {})
    return { status: 'said' }
  })
  // @ts-expect-error an output that was not promised
  say.run(async () => ({ status: 'done' }))
  defineAction({
    ...head,
    id: 'a.b.c',
    effect: 'local',
    input: T.Object({ a: T.String() }),
    output: T.Null(),
    // @ts-expect-error a subject that is no input field
    subject: 'b',
    silent: 'test',
  })
  // @ts-expect-error a button input that the action does not take
  button('say', 'Say', say, { loud: true })
  // @ts-expect-error an enum value that does not exist
  button('say', 'Say', say, { tone: 'medium' })
})
