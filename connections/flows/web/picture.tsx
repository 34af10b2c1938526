import { Suspense, lazy, useSyncExternalStore } from 'react'
import { Loading } from '#web'
import type { CanvasProps } from './canvas-parts.tsx'
import { Outline } from './outline.tsx'

const Canvas = lazy(() => import('./canvas.tsx').then((module) => ({ default: module.Canvas })))

/** Below this a drawing is a keyhole; the list shows the same. */
const narrow = matchMedia('(max-width: 767px)')
const subscribe = (listener: () => void) => {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

export type View = 'canvas' | 'list'

export function Picture({ view, ...props }: CanvasProps & { view: View }) {
  const small = useSyncExternalStore(subscribe, () => narrow.matches)
  if (small || view === 'list') return <Outline {...props} />
  return (
    <Suspense fallback={<Loading shape="page" />}>
      <Canvas {...props} />
    </Suspense>
  )
}
