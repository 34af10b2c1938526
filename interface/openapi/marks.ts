import type { AnyAction } from '#kernel'

/** JSON Schema as far as a door reads it. */
export interface Schema {
  readonly type?: string
  readonly title?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly [keyword: string]: unknown
}

/** What an action's schemas tell the doors (docs/wire.md), read once. */
export interface Marks {
  /** The input property that takes a file. */
  readonly upload: string | undefined
  readonly uploadMax: number | undefined
  readonly download: boolean
  /** Where a download is mounted beside `/api`. */
  readonly path: string | undefined
  readonly session:
    | { readonly set?: string; readonly expires?: string; readonly clear?: string }
    | undefined
  /** Output properties that belong to the manifest. */
  readonly manifest: readonly string[]
  readonly bodyMax: number | undefined
}

const known = new WeakMap<AnyAction, Marks>()

export function marksOf(action: AnyAction): Marks {
  let marks = known.get(action)
  if (!marks) {
    marks = read(action.input as Schema, action.output as Schema)
    known.set(action, marks)
  }
  return marks
}

/** Actions that carry bytes are HTTP's alone. */
export const carriesBytes = (action: AnyAction): boolean =>
  marksOf(action).upload !== undefined || marksOf(action).download

/** What travels by a door that sets no cookies: the answer without its session. */
export function withoutSession(action: AnyAction, output: unknown): unknown {
  const name = marksOf(action).session?.set
  if (name === undefined || typeof output !== 'object' || output === null) return output
  const { [name]: _token, ...rest } = output as Record<string, unknown>
  return rest
}

function read(input: Schema, output: Schema): Marks {
  const upload = named(input, 'x-kind', 'upload')
  const session = {
    ...one('set', named(output, 'x-session', 'set')),
    ...one('expires', named(output, 'x-session', 'expires')),
    ...one('clear', named(output, 'x-session', 'clear')),
  }
  return {
    upload,
    uploadMax: upload === undefined ? undefined : numberOf(input.properties![upload]!['x-max']),
    download: output['x-kind'] === 'download',
    path: typeof output['x-path'] === 'string' ? output['x-path'] : undefined,
    session: Object.keys(session).length ? session : undefined,
    manifest: input.required?.length
      ? []
      : Object.entries(output.properties ?? {}).flatMap(([name, each]) =>
          each['x-manifest'] ? [name] : [],
        ),
    bodyMax: numberOf(input['x-body-max']),
  }
}

const named = (schema: Schema, mark: string, value: string): string | undefined =>
  Object.entries(schema.properties ?? {}).find(([, each]) => each[mark] === value)?.[0]
const one = (key: string, value: string | undefined) =>
  value === undefined ? {} : { [key]: value }
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined)
