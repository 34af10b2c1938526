import { Suspense, lazy, useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import {
  ErrorState,
  Loading,
  Toasts,
  catalogOf,
  disconnect,
  farewell,
  offline,
  useLanguage,
  usePath,
  useSignal,
  whenSignedOut,
  type Manifest,
} from '#web'
import { entered, refreshManifest } from './entered.ts'
import { Frame } from './frame.tsx'

const Entry = lazy(() => import('../pages/entry.tsx').then((module) => ({ default: module.Entry })))

/** Paths that open without a session, and stay open with one. */
const OPEN = /^\/(set-?up|sign-in|forgot|reset|invite|invitation|join|recover|open)\b/

async function fetchManifest(): Promise<Manifest> {
  const response = await fetch('/manifest.json', { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(String(response.status))
  return (await response.json()) as Manifest
}
whenSignedOut(() => void refreshManifest())

export function App() {
  useLanguage()
  const path = usePath()
  const { data, isError, refetch } = useQuery({
    queryKey: ['manifest'],
    queryFn: fetchManifest,
    staleTime: Infinity,
    retry: 2,
  })
  const parting = useSignal(farewell)
  useEffect(() => {
    if (parting === undefined) return
    farewell.set(undefined)
    void refreshManifest()
  }, [parting])
  const signedIn = data !== undefined && data.actor.kind === 'person'
  useEffect(() => {
    if (data && !signedIn) disconnect()
  }, [data, signedIn])

  if (isError && !data) return <ErrorState problem={offline} onRetry={() => void refetch()} />
  if (!data) return <Loading shape="page" />
  if (!signedIn || OPEN.test(path)) {
    return (
      <Suspense fallback={<Loading shape="page" />}>
        <Entry manifest={data} signedIn={signedIn} onEntered={(to) => void entered(to)} />
        <Toasts />
      </Suspense>
    )
  }
  return (
    <>
      <Frame catalog={catalogOf(data)} />
      <Toasts />
    </>
  )
}
