import { runImportChunk } from '../actions/import.chunk.ts'
import { watchImport } from '../actions/import.watch.ts'
import type { AnyContext } from '../store.ts'
import { STALLED_MS } from './progress.ts'

/** Pieces run one after another; somebody looks whether they do. */
export function runInBackground(ctx: AnyContext, id: string): void {
  ctx.enqueue(runImportChunk, { import: id }, { lane: `apps.import:${id}` })
  ctx.enqueue(watchImport, { import: id }, { at: new Date(ctx.now.getTime() + STALLED_MS) })
}
