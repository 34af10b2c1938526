import { ref, sensitive, T } from '#kernel'
import { REACHES } from './entities.ts'

const word = T.String({ maxLength: 60 })

/** Write-only: no action answers it, and neither log nor journal holds it. */
export const credential = sensitive(
  T.Record(word, T.String({ maxLength: 20_000 }), { maxProperties: 40, title: 'Credential' }),
)
export const parameters = T.Record(word, T.String({ maxLength: 2000 }), {
  maxProperties: 40,
  title: 'Details',
})
export const origins = T.Array(T.String({ maxLength: 300 }), {
  maxItems: 20,
  uniqueItems: true,
  title: 'Only for',
  description: 'The only places where the credential goes: https://host, or https://*.example.com.',
})
export const reach = {
  reach: T.Optional(T.Enum(REACHES, { title: 'May be used by' })),
  people: T.Optional(
    T.Array(ref('directory.person'), { maxItems: 500, uniqueItems: true, title: 'People' }),
  ),
  departments: T.Optional(
    T.Array(ref('directory.department'), {
      maxItems: 200,
      uniqueItems: true,
      title: 'Departments',
    }),
  ),
}
