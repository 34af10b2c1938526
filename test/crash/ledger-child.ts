/** Books without an end and says what was acknowledged, until somebody ends it. */
import { newId } from '#kernel'
import { openDatabase } from '#engines/postgres'
import { post } from '../../modules/ledger/post.ts'
import type { Draft } from '../../modules/ledger/transfer.ts'

const { app, org, accounts } = JSON.parse(process.argv[2]!) as {
  app: Parameters<typeof openDatabase>[0]
  org: string
  accounts: string[]
}
const any = (): string => accounts[Math.floor(Math.random() * accounts.length)]!
const database = openDatabase(app)

for (;;) {
  const drafts: Draft[] = []
  while (drafts.length < 40) {
    const [debit, credit] = [any(), any()]
    const held = drafts.find(({ kind }) => kind === 'pending')
    const fresh = { id: newId(), debit, credit, asset: 'CNY', amount: BigInt(1 + drafts.length) }
    const linked = drafts.length % 4 < 2 ? true : undefined
    if (debit === credit) continue
    if (held && drafts.length % 9 === 5)
      drafts.push({ id: newId(), kind: 'post', pending: held.id, amount: 1n })
    else drafts.push({ ...fresh, kind: drafts.length % 5 ? 'direct' : 'pending', linked })
  }
  process.stdout.write(`${JSON.stringify({ sent: drafts.map(({ id }) => id) })}\n`)
  const { results } = await database.transaction(org, ({ sql, last }) =>
    post({ org, sql, last, now: new Date() }, [drafts]),
  )
  const booked = drafts.flatMap(({ id }, index) => (results[0]![index]!.code === 'ok' ? id : []))
  process.stdout.write(`${JSON.stringify({ booked })}\n`)
}
