import type { Cast, Voice } from '#kernel/testing'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- records of apps made from data

/** An app of customers that stands for crm.customer under names of its own; two of them are two CRMs. */
export async function makeCrm(who: Voice, slug: string): Promise<string> {
  const made = (await who.call('apps.app.create', {
    manifest: {
      format: 1,
      slug,
      title: { en: slug },
      icon: 'people',
      roles: [],
      entities: [
        {
          key: 'e1',
          noun: 'client',
          title: { en: 'Client', zh: '客户' },
          label: 'f1',
          fields: [
            { key: 'f1', name: 'title', title: { en: 'Name' }, kind: 'text', required: true },
            { key: 'f2', name: 'mail', title: { en: 'Mail' }, kind: 'email' },
            { key: 'f3', name: 'phase', title: { en: 'Phase' }, kind: 'text' },
          ],
          access: { who: 'everyone' },
          views: ['table'],
          stands_for: {
            standard: 'crm.customer@1',
            fields: { name: 'f1', email: 'f2', stage: 'f3' },
          },
        },
      ],
    },
  })) as { module: string }
  return made.module
}

/** A role of just these rights for one person; answers him with them. */
export async function grantTo(
  as: Cast,
  person: string,
  name: string,
  scopes: readonly string[],
): Promise<Voice> {
  const role = (await as.lin.call('identity.role.create', {
    name,
    scopes,
    range: 'all',
  })) as Row
  await as.lin.call('identity.grant.create', {
    role: role['role'],
    kind: 'person',
    holder: as[person]!.id,
  })
  return as.person(person)
}
