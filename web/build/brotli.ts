import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const compress = promisify(brotliCompress)
const TEXT = /\.(js|css|html|svg|json|webmanifest)$/
/** Below this a compressed copy saves less than its extra file costs. */
const SMALLEST = 1024

/** Lays `<file>.br` beside every text asset, once, at build: the server only picks the file. */
export function brotli(): Plugin {
  return {
    name: 'tenon-brotli',
    apply: 'build',
    async writeBundle({ dir }) {
      if (!dir) return
      const entries = await readdir(dir, { recursive: true, withFileTypes: true })
      for (const entry of entries) {
        if (!entry.isFile() || !TEXT.test(entry.name)) continue
        const path = join(entry.parentPath, entry.name)
        const body = await readFile(path)
        if (body.length < SMALLEST) continue
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 10,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        }
        await writeFile(`${path}.br`, await compress(body, { params }))
      }
    },
  }
}
