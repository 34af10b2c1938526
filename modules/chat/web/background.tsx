import { useEffect } from 'react'
import { useCatalog } from '#web'
import { followTalks } from './talks.ts'

/** Keeps the list of conversations and the number on the rail while one is elsewhere. */
export function Background() {
  const { actor } = useCatalog()
  useEffect(() => followTalks(actor.id), [actor.id])
  return null
}
