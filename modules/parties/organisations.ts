import {
  OPERATOR_ORG,
  T,
  conflict,
  fail,
  isZone,
  type Context,
  type RecordOf,
  type Sql,
} from '#kernel'
import { ORGANISATION_KINDS, Organisation, VENDOR_TYPES } from './entities.ts'

/** What a new organisation is made from; shared by every action that creates one. */
export const newOrganisation = T.Object(
  {
    name: T.String({ minLength: 1, maxLength: 200, title: 'Name' }),
    kind: T.Enum(ORGANISATION_KINDS, { title: 'Kind' }),
    vendor_type: T.Optional(T.Enum(VENDOR_TYPES, { title: 'Vendor type' })),
    slug: T.Optional(T.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', title: 'Short name' })),
    timezone: T.Optional(T.String({ maxLength: 60, title: 'Time zone' })),
    /** Given only for the operator's own, whose id is fixed. */
    id: T.Optional(T.Id()),
  },
  { additionalProperties: false },
)
export interface NewOrganisation {
  readonly name: string
  readonly kind: (typeof ORGANISATION_KINDS)[number]
  readonly vendor_type?: (typeof VENDOR_TYPES)[number] | undefined
  readonly slug?: string | undefined
  readonly timezone?: string | undefined
  readonly id?: string | undefined
}
type OrganisationRow = RecordOf<typeof Organisation>
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

export const slugTaken = conflict(
  'Another organisation already has this short name.',
  'Choose another short name.',
)

/** Days, and what counts by them, begin by this zone; a word that is none would be found out at midnight. */
export function requireZone(zone: string | undefined): void {
  if (zone !== undefined && !isZone(zone))
    throw fail(
      'invalid',
      `“${zone}” is no time zone.`,
      'Use a name of the IANA time zone database, such as Asia/Shanghai.',
    )
}

/**
 * Writes the organisation's row in the operator's organisation, in the caller's transaction. The
 * calling module lists `organisation.cross` under `acts` and decides who may do this.
 */
export function registerOrganisation(
  ctx: AnyContext,
  organisation: NewOrganisation,
): Promise<OrganisationRow> {
  const { id = ctx.id(), slug = slugOf(organisation.name, id), ...rest } = organisation
  requireZone(rest.timezone)
  return ctx.within(OPERATOR_ORG, (operator) =>
    operator
      .records(Organisation)
      .unchecked('whoever calls has decided that this organisation may exist')
      .create(
        JSON.parse(JSON.stringify({ id, slug, status: 'active', ...rest })) as OrganisationRow,
      ),
  )
}

export interface OrganisationBrief {
  readonly id: string
  readonly name: string
  readonly kind: NewOrganisation['kind']
  readonly slug: string
  readonly status: 'active' | 'suspended'
  readonly timezone: string | null
}

/** Name and kind of an organisation, whoever asks; `undefined` when there is none. For queries and commands alike. */
export async function organisationOf(sql: Sql, id: string): Promise<OrganisationBrief | undefined> {
  const [found] =
    await sql<OrganisationBrief>`SELECT * FROM parties.organisation_brief(${id}::uuid)`
  return found
}

/** Latin letters and digits of the name, made unique by the end of the id. */
function slugOf(name: string, id: string): string {
  const letters = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
  return letters ? `${letters}-${id.slice(-6)}` : `org-${id.slice(-12)}`
}
