import { FORMAT, type Manifest } from './format.ts'

type Older = Record<string, unknown>

/** One step from each format to the next, tested with a stored example of every one. */
const STEPS: Readonly<Record<number, (manifest: Older) => Older>> = {}

/** A stored or imported manifest in today's format; what is newer than this server is left as it is, to be refused. */
export function upgraded(stored: unknown): Manifest {
  let manifest = stored as Older
  while (typeof manifest['format'] === 'number' && manifest['format'] < FORMAT) {
    const step = STEPS[manifest['format']]
    if (!step) break
    manifest = step(manifest)
  }
  return manifest as unknown as Manifest
}
