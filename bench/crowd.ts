import { newId } from '#kernel'
import { withClient } from '#engines/postgres'
import { interleaved, percentile, type Bench } from './measure.ts'
import { ownKernel, type OwnKernel } from './own-kernel.ts'

/** The same page in a database of one app and in one of very many. */
export const bench: Bench = {
  name: 'crowd',
  says: 'a page of one app among 100,000 apps, against alone (layout shared)',
  async run(short) {
    await using alone = await ownKernel()
    await using crowded = await ownKernel()
    const apps = short ? 1000 : 100_000
    const sides = { alone: await app(alone), crowded: await app(crowded) }
    await crowd(crowded, apps, sides.crowded.actor.org)
    for (const own of [alone, crowded])
      await withClient(own.owner as never, (client) => client.query('VACUUM ANALYZE'))
    const pages =
      ({ own, actor }: typeof sides.alone) =>
      async (): Promise<number> => {
        const times: number[] = []
        for (let at = 0; at < (short ? 50 : 500); at++) {
          const started = performance.now()
          await own.kernel.call(
            'app_shop.customer.list',
            { where: { city: 'Suzhou' }, sort: ['name'], limit: 50 },
            actor,
            { door: 'bench' },
          )
          times.push(performance.now() - started)
        }
        return percentile(times, 0.95)
      }
    const [one, many] = [pages(sides.alone), pages(sides.crowded)]
    await one()
    await many()
    const found = await interleaved(short ? 1 : 9, { alone: one, crowded: many })
    return [
      {
        what: `list 50 of 200 among ${apps.toLocaleString('en')} apps, p95`,
        unit: 'ms',
        tenon: found['crowded']!,
        bare: found['alone']!,
        note: 'bare: the same app alone; the bar is 1.10 of it',
      },
    ]
  },
}

async function app(own: OwnKernel) {
  const actor = own.actor()
  await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      own.kernel.call(
        'app_shop.customer.create',
        { name: `C ${at}`, city: at % 2 ? 'Suzhou' : 'Wuxi' },
        actor,
        { door: 'bench' },
      ),
    ),
  )
  return { own, actor }
}

/** Apps of ten records each, a hundred to an organisation; the one that is measured has its hundred too. */
async function crowd({ owner }: OwnKernel, apps: number, home: string): Promise<void> {
  const orgs = [home, ...Array.from({ length: Math.ceil(apps / 100) - 1 }, () => newId())]
  await withClient(owner as never, (client) =>
    client.query(
      `INSERT INTO rec.record (org, entity, id, made_by, made_how, d)
       SELECT o.org, a.entity, gen_random_uuid(), 'bench', 'bench', jsonb_build_object('f1', 'C ' || n, 'f2', 'Suzhou')
       FROM unnest($1::uuid[]) AS o(org), LATERAL (SELECT gen_random_uuid() AS entity, o.org AS of FROM generate_series(1, 100)) a, generate_series(1, 10) n`,
      [orgs],
    ),
  )
}
