import { fail, T, type Sql } from '#kernel'
import type { EntityDef, Field, Kind, Manifest } from '../manifest/format.ts'
import { upgraded } from '../manifest/upgrade.ts'
import { readToken } from './link.ts'

/** What somebody without an account can fill in: nothing that would show him our people or records. */
export const OUTSIDE_KINDS: ReadonlySet<Kind> = new Set([
  'text',
  'long',
  'number',
  'money',
  'choice',
  'choices',
  'yes_no',
  'date',
  'time',
  'phone',
  'email',
  'link',
  'file',
  'picture',
])

/** Files that one field of an answer holds at most. */
export const FILES_MAX = 5
/** Files of one form that wait for their answers; more are no people. */
export const FILES_WAITING_MAX = 200

export interface Form {
  readonly org: string
  readonly share: string
  readonly module: string
  readonly title: string
  readonly intro: string | null
  readonly organisation: string
  readonly manifest: Manifest
  readonly def: EntityDef
  readonly fields: readonly Field[]
}

interface Stored {
  readonly share: string
  readonly title: string
  readonly intro: string | null
  readonly fields: string[]
  readonly entity: string
  readonly expires_at: string | null
  readonly revoked_at: string | null
  readonly answers: number
  readonly answers_max: number | null
  readonly module: string
  readonly manifest: unknown
  readonly organisation: string
}

/** The form behind a link. One that never was, was closed or has run out is told alike. */
export async function formOf(sql: Sql, token: string, now: Date): Promise<Form> {
  const read = readToken(token)
  if (!read) throw closed()
  const [row] = await sql<{
    form: Stored | null
  }>`SELECT apps.form_of(${read.org}::uuid, ${read.hash}) AS form`
  const form = row?.form
  if (!form || form.revoked_at || (form.expires_at && Date.parse(form.expires_at) <= now.getTime()))
    throw closed()
  if (form.answers_max !== null && form.answers >= form.answers_max) throw closed()
  const manifest = upgraded(form.manifest)
  const def = manifest.entities.find(({ key }) => key === form.entity)
  if (!def) throw closed()
  const fields = form.fields.flatMap(
    (key) => def.fields.find((field) => field.key === key && isOpen(field)) ?? [],
  )
  if (fields.length === 0) throw closed()
  return {
    org: read.org,
    share: form.share,
    module: form.module,
    title: form.title,
    intro: form.intro,
    organisation: form.organisation,
    manifest,
    def,
    fields,
  }
}

export const isOpen = ({ kind, seen_by, filled_by }: Field): boolean =>
  OUTSIDE_KINDS.has(kind) && !seen_by && !filled_by

const closed = () =>
  fail(
    'notFound',
    'This form is not open any more.',
    'Ask whoever sent you the link for a new one.',
  )

/** How the link is written in inputs: never kept in the log. */
export const Token = T.String({
  minLength: 40,
  maxLength: 80,
  pattern: '^[A-Za-z0-9_-]+$',
  title: 'Form',
  'x-sensitive': true,
})
