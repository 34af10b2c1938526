import { randomUUID } from 'node:crypto'
import { child, openSite, type Child } from './child.ts'
import { interleaved, type Bench } from './measure.ts'
import { pssOf } from './pss.ts'

const PEOPLE = 200

/** One message of about 300 bytes to everybody in a group: from sending it to the last socket that hears it. */
export const bench: Bench = {
  name: 'fanout',
  says: 'one message to 10,000 real WebSockets against a bare ws broadcast',
  async run(short) {
    const count = short ? 1_000 : 10_000
    await using site = await openSite({ people: PEOPLE, conversations: 1 })
    const { url, people, conversations } = site.opened
    await using bare = child('bare-broadcast.ts')
    const limit = await bare.next<{ url: string }>()
    const idle = pssOf([site.server.process.pid!])
    await using ours = child('listeners.ts', [
      JSON.stringify({
        url: `${url.replace('http', 'ws')}/realtime`,
        tokens: people.map(({ token }) => token),
        count,
        stream: `chat.conversation:${conversations[0]}`,
      }),
    ])
    await ours.next()
    const grown = (pssOf([site.server.process.pid!]) - idle) / count
    await using theirs = child('listeners.ts', [
      JSON.stringify({ url: limit.url, tokens: [], count }),
    ])
    await theirs.next()

    const send = async (text: string): Promise<void> => {
      const response = await fetch(`${url}/api/chat.message.send`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${people[0]!.token}`,
        },
        body: JSON.stringify({ conversation: conversations[0], text }),
      })
      if (!response.ok) throw new Error(await response.text())
    }
    const one =
      (listeners: Child, tell: (text: string) => Promise<void>) => async (): Promise<number> => {
        const text = randomUUID() + 'x'.repeat(200)
        listeners.send({ text })
        await listeners.next()
        const at = Date.now()
        await tell(text)
        const { heard, last } = await listeners.next<{ heard: number; last: number }>()
        if (heard !== count) throw new Error(`${count - heard} of ${count} sockets heard nothing`)
        await new Promise((resolve) => setTimeout(resolve, 300))
        return last - at
      }
    const sides = {
      bare: one(theirs, async (text) => bare.send({ t: 'event', d: { text } })),
      tenon: one(ours, send),
    }
    await interleaved(short ? 1 : 5, sides)
    const { bare: limits, tenon } = await interleaved(short ? 2 : 30, sides)
    const note = `${count.toLocaleString('en')} sockets of ${PEOPLE} people`
    return [
      { what: 'last socket heard it', unit: 'ms', tenon: tenon!, bare: limits!, note },
      {
        what: 'worst of the messages',
        unit: 'ms',
        tenon: [Math.max(...tenon!)],
        bare: [Math.max(...limits!)],
        bar: { at: 300, better: 'less' },
        note: `of ${tenon!.length}; none lost`,
      },
      {
        what: 'memory a connected idle socket',
        unit: 'kB',
        tenon: [grown],
        bar: { at: 20, better: 'less' },
      },
    ]
  },
}
