import { addWords, type ModulePageProps, type ModuleWeb } from '#web'
import { EditorPage } from './editor-page.tsx'
import { FlowsPage } from './flows-page.tsx'
import { RunPage } from './run-page.tsx'
import { RunsPage } from './runs-page.tsx'
import zh from './zh.json'

addWords(zh)

/** `/flows`, `/flows/runs`, `/flows/<id>`, `/flows/<id>/runs`, `/flows/<id>/runs/<run>`. */
function Flows({ rest: [first, second, third] }: ModulePageProps) {
  if (first === undefined) return <FlowsPage />
  if (first === 'runs') return <RunsPage />
  if (second !== 'runs') return <EditorPage key={first} id={first} />
  if (third !== undefined) return <RunPage key={third} id={third} />
  return <RunsPage key={first} flow={first} />
}

export const pages: ModuleWeb['pages'] = { 'flows.flows': Flows }
