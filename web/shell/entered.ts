import { go, queries } from '#web'

export const refreshManifest = () => queries.invalidateQueries({ queryKey: ['manifest'] })

/** A new session: nothing of the former one may be shown. The manifest itself stays observed, so it is fetched anew. */
export async function entered(to = '/') {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'manifest' })
  await refreshManifest()
  go(to, { replace: true })
}
