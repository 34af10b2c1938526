import { Suspense, lazy, useEffect, useMemo, useState, type ComponentType } from 'react'
import { useCatalog, type ModuleBackground } from '#web'

const parts = import.meta.glob<ModuleBackground>('../../{modules,connections}/*/web/background.tsx')

/** What modules keep going wherever one is: counters, notifications. Loaded after the page itself. */
export function Backgrounds() {
  const catalog = useCatalog()
  const [ready, setReady] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), 600)
    return () => clearTimeout(timer)
  }, [])
  const ids = catalog.modules.map((module) => module.id).join()
  const list = useMemo(
    () =>
      ids.split(',').flatMap((id): ComponentType[] => {
        const load = parts[`../../modules/${id}/web/background.tsx`]
        return load ? [lazy(() => load().then((module) => ({ default: module.Background })))] : []
      }),
    [ids],
  )
  if (!ready) return null
  return list.map((Part, index) => (
    <Suspense key={index}>
      <Part />
    </Suspense>
  ))
}
