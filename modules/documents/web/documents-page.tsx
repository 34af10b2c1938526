import { lazy, Suspense, useState } from 'react'
import { Loading, Page, type ModulePageProps } from '#web'
import { Bin } from './bin.tsx'
import { Home } from './home.tsx'
import { Library } from './library.tsx'
import { NewDialog, type Where } from './new-dialog.tsx'

/** The editor comes when the first document is opened. */
const DocumentView = lazy(() =>
  import('./document-view.tsx').then((module) => ({ default: module.DocumentView })),
)

export function DocumentsPage({ rest }: ModulePageProps) {
  const [making, setMaking] = useState<Where>()
  const [chosen] = rest
  return (
    <>
      <Page list={<Library chosen={chosen} onNew={setMaking} />} showing={chosen !== undefined}>
        {chosen === 'bin' ? (
          <Bin />
        ) : chosen ? (
          <Suspense fallback={<Loading shape="page" />}>
            <DocumentView key={chosen} id={chosen} />
          </Suspense>
        ) : (
          <Home onNew={() => setMaking({ space: 'personal' })} />
        )}
      </Page>
      {making && <NewDialog where={making} onClose={() => setMaking(undefined)} />}
    </>
  )
}
