import { T, conflict, fail, invalid, ref, type Context } from '#kernel'
import { Person } from './entities.ts'
import { emailOf, mobileOf, staffNoOf } from './contact-details.ts'
import { nameKeys } from './pinyin.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/** What may be said of a person when creating or changing one. */
export const personInput = {
  email: T.String({ maxLength: 254, title: 'E-mail' }),
  mobile: T.String({ maxLength: 40, title: 'Mobile' }),
  staff_no: T.String({ maxLength: 60, title: 'Staff number' }),
  job_title: T.String({ maxLength: 200, title: 'Job title' }),
  department: ref('directory.department', { title: 'Department' }),
  manager: ref('directory.person', { title: 'Manager' }),
  hired_on: T.Day({ title: 'Hired on' }),
  avatar: ref('files.file', { title: 'Picture' }),
  visibility: T.Enum(['all', 'department', 'hidden'], { title: 'Shown to' }),
  contact_visibility: T.Enum(['all', 'department', 'hidden'], {
    title: 'Contact details shown to',
  }),
  custom: T.Record(T.String(), T.Union([T.String(), T.Number(), T.Boolean(), T.Null()]), {
    title: 'Custom fields',
    maxProperties: 100,
  }),
} as const

export const personErrors = {
  taken: conflict(
    'A colleague already has this e-mail, mobile or staff number.',
    'Change the colleague instead, or use another.',
  ),
  managerCircle: conflict(
    'That would make people managers of themselves.',
    'Choose a manager further up.',
  ),
  emailUnclear: invalid('This is not an e-mail address.', 'Write it like name@company.com.'),
  mobileUnclear: invalid(
    'This is not a telephone number.',
    'Write digits, with + and the country code if abroad.',
  ),
}

interface Details {
  name?: string | undefined
  email?: string | null | undefined
  mobile?: string | null | undefined
  staff_no?: string | null | undefined
}

/** E-mail, mobile and number as they are stored; the name with its keys. Only what was given. */
export function normalised<D extends Details>(
  ctx: { error: (code: never) => Error },
  details: D,
): D {
  const own: Details & { name_key?: string; pinyin?: string } = {}
  if (details.name !== undefined) {
    own.name = details.name.trim()
    if (!own.name) throw fail('invalid', 'A person needs a name.')
    const { name_key, pinyin } = nameKeys(own.name)
    Object.assign(own, { name_key, pinyin })
  }
  if (details.email) own.email = emailOf(details.email) ?? raise(ctx.error('emailUnclear' as never))
  if (details.mobile)
    own.mobile = mobileOf(details.mobile) ?? raise(ctx.error('mobileUnclear' as never))
  if (details.staff_no) own.staff_no = staffNoOf(details.staff_no)
  return { ...details, ...own }
}

function raise(error: Error): never {
  throw error
}

/** Refuses what another colleague already has; says who, if the caller may know. */
export async function refuseTaken(
  ctx: AnyContext,
  { email, mobile, staff_no }: Details,
  self: string | null = null,
): Promise<void> {
  if (!email && !mobile && !staff_no) return
  const [twin] = await ctx.sql<{ id: string; field: string }>`
    SELECT id, CASE WHEN email = ${email ?? null} THEN 'email' WHEN mobile = ${mobile ?? null} THEN 'mobile' ELSE 'staff_no' END AS field
    FROM directory.person
    WHERE org = ${ctx.org} AND status <> 'left' AND id IS DISTINCT FROM ${self}::uuid
      AND (email = ${email ?? null} OR mobile = ${mobile ?? null} OR staff_no = ${staff_no ?? null}) LIMIT 1`
  if (twin) throw ctx.error('taken', { field: twin.field, person: twin.id })
}

/** Department and manager exist here, the manager still works here, and nobody ends up above himself. */
export async function checkPlace(
  ctx: AnyContext,
  {
    department,
    manager,
  }: { department?: string | null | undefined; manager?: string | null | undefined },
  self?: string,
): Promise<void> {
  if (department) {
    const [found] =
      await ctx.sql`SELECT id FROM directory.department WHERE org = ${ctx.org} AND id = ${department}`
    if (!found)
      throw fail(
        'invalid',
        'There is no such department.',
        'Choose a department of this organisation.',
      )
  }
  if (!manager) return
  const above = await ctx.sql<{ id: string; status: string }>`
    WITH RECURSIVE above AS (
      SELECT id, manager, status, 1 AS depth FROM directory.person WHERE org = ${ctx.org} AND id = ${manager}
      UNION ALL SELECT p.id, p.manager, p.status, a.depth + 1 FROM directory.person p JOIN above a ON p.id = a.manager
      WHERE p.org = ${ctx.org} AND a.depth < 100
    ) SELECT id, status FROM above`
  if (!above.length)
    throw fail('invalid', 'There is no such manager.', 'Choose a person of this organisation.')
  if (above[0]!.status === 'left')
    throw fail('invalid', 'That manager has left.', 'Choose somebody who works here.')
  if (self && above.some(({ id }) => id === self)) throw ctx.error('managerCircle')
}

/** Records of people without access rules, for what directory itself has to keep right. */
export const anyPerson = (ctx: AnyContext) =>
  ctx.records(Person).unchecked('directory keeps people consistent whoever asks')
