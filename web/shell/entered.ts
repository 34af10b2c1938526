import { go, queries } from '#web'

export const refreshManifest = () => queries.invalidateQueries({ queryKey: ['manifest'] })

/** A new session: nothing of the former one may be shown. */
export async function entered(to = '/') {
  queries.clear()
  await refreshManifest()
  go(to, { replace: true })
}
