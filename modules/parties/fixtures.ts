import { OPERATOR_ORG } from '#kernel'
import type { Sample } from '#kernel/world'
import { createOrganisation } from './actions/organisation.create.ts'

export interface SampleOrganisation {
  readonly key: string
  readonly name: string
  readonly kind: 'operator' | 'company' | 'vendor' | 'provider'
  readonly vendor_type?: 'software' | 'hardware' | 'low-code'
  readonly slug: string
}

/** The parties of the sample world whose people or modules appear in this release. */
export const organisations: readonly SampleOrganisation[] = [
  { key: 'operator', name: '榫卯运营 Joinery', kind: 'operator', slug: 'joinery' },
  { key: 'yuanshan', name: '远山自行车 Yuanshan Bikes', kind: 'company', slug: 'yuanshan' },
  { key: 'jiangnan', name: '江南骑行 Jiangnan Riding', kind: 'company', slug: 'jiangnan' },
  {
    key: 'inkstone',
    name: '墨砚 Inkstone',
    kind: 'vendor',
    vendor_type: 'software',
    slug: 'inkstone',
  },
  {
    key: 'dajia',
    name: '搭家 Dajia',
    kind: 'vendor',
    vendor_type: 'low-code',
    slug: 'dajia',
  },
  { key: 'gusu', name: '姑苏数服 Gusu Digital', kind: 'provider', slug: 'gusu' },
]

export const sample: Sample = {
  order: 10,
  async plant(world) {
    const operator = world.operator(OPERATOR_ORG)
    for (const { key, ...organisation } of organisations) {
      const id = key === 'operator' ? { id: OPERATOR_ORG } : {}
      const made = await world.kernel.call(
        createOrganisation,
        { ...id, ...organisation },
        operator,
        {
          door: 'setup',
        },
      )
      world.orgs[key] = made.organisation
    }
  },
}
