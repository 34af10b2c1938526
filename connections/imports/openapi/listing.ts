import { freeName, namedBy, type Taken } from './names.ts'
import { resolved } from './pointer.ts'
import { isJson, textOf, type Document, type Json } from './read.ts'

export const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const
/** A query changes nothing. */
const READS = new Set(['get', 'head', 'options'])

/** An operation as it stands in the list to choose from: its schemas are not looked at yet. */
export interface Listed {
  /** `GET /customers/{id}` */
  readonly key: string
  readonly method: string
  readonly path: string
  readonly operationId: string
  readonly title: string
  readonly tag: string
  readonly kind: 'query' | 'command'
  readonly noun: string
  readonly verb: string
  readonly deprecated: boolean
  readonly item: Json
  readonly operation: Json
}

const listed = new WeakMap<Json, readonly Listed[]>()

/** Every operation of a document, in its own order; made once for a document that is kept. */
export function operationsOf({ root }: Pick<Document, 'root'>): readonly Listed[] {
  let made = listed.get(root)
  if (!made) {
    made = [...found(root)]
    listed.set(root, made)
  }
  return made
}

/** Those in which every word occurs. */
export function searched(all: readonly Listed[], search = ''): readonly Listed[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return all
  return all.filter(({ key, title, tag, operationId }) => {
    const text = `${key} ${title} ${tag} ${operationId}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

function* found(root: Json): Generator<Listed> {
  const taken: Taken = { names: new Set(), counts: new Map() }
  for (const [path, raw] of Object.entries(isJson(root['paths']) ? root['paths'] : {})) {
    const item = resolved(root, raw)
    if (!item || !path.startsWith('/')) continue
    for (const method of METHODS) {
      const operation = item[method]
      if (!isJson(operation)) continue
      const operationId = textOf(operation['operationId'])
      const tag = Array.isArray(operation['tags']) ? textOf(operation['tags'][0]) : ''
      const name = freeName(namedBy(method, path, operationId, tag), operationId, taken)
      const key = `${method.toUpperCase()} ${path}`
      const words = textOf(operation['summary']) || firstLine(textOf(operation['description']))
      yield {
        key,
        method,
        path,
        operationId,
        tag,
        title: (words || operationId || key).slice(0, 150),
        kind: READS.has(method) ? 'query' : 'command',
        ...name,
        deprecated: operation['deprecated'] === true,
        item,
        operation,
      }
    }
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!.trim()
