import type { Context } from '#kernel'
import { runImportChunk } from '../actions/import.chunk.ts'
import { watchImport } from '../actions/import.watch.ts'
import { STALLED_MS } from './progress.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/** Pieces of one import run one after another; somebody looks whether they do. */
export function runInBackground(ctx: AnyContext, id: string): void {
  ctx.enqueue(runImportChunk, { import: id }, { lane: `directory.import:${id}` })
  ctx.enqueue(watchImport, { import: id }, { at: new Date(ctx.now.getTime() + STALLED_MS) })
}
