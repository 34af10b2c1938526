import { fail, type SerialSpec } from '#kernel'
import type { RecordsEnv } from '#kernel/records/layout'
import type { Codec, Row } from './document.ts'

/**
 * Numbers drafts in order. The counter's row stays locked until the end of the transaction, so numbers have
 * neither gaps nor repeats: who is rolled back gives his back.
 */
export async function numbered(
  drafts: readonly Row[],
  serials: Readonly<Record<string, SerialSpec>> | undefined,
  codec: Codec,
  env: RecordsEnv,
): Promise<readonly Row[]> {
  if (!serials) return drafts
  let result = drafts
  for (const [field, spec] of Object.entries(serials)) {
    if (drafts.some((draft) => draft[field] !== undefined && draft[field] !== null))
      throw fail('invalid', `“${field}” is numbered by the server.`, 'Leave it out.', { field })
    const period =
      spec.period === 'never'
        ? ''
        : periodOf(spec.period, new Date(), (await env.zone?.()) ?? 'UTC')
    const [row] = await env.session.sql<{ n: number }>`
      INSERT INTO rec.serial AS s (org, entity, field, period, n)
      VALUES (${env.org}, ${codec.id}, ${codec.keys[field]}, ${period}, ${drafts.length})
      ON CONFLICT (org, entity, field, period) DO UPDATE SET n = s.n + excluded.n RETURNING n`
    const first = row!.n - drafts.length + 1
    result = result.map((draft, index) => ({
      ...draft,
      [field]: `${spec.prefix}${period && `${period}-`}${String(first + index).padStart(spec.digits, '0')}`,
    }))
  }
  return result
}

const LENGTH = { year: 4, month: 7, day: 10 } as const
/** `2026`, `202611` or `20261123`, as the calendar says in that zone. */
export function periodOf(period: keyof typeof LENGTH, now: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now)
  return day.slice(0, LENGTH[period]).replaceAll('-', '')
}
