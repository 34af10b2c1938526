import type { TSchema } from '#kernel'
import { fits } from './fits.ts'
import type { Problem } from './program.ts'

type Shape = TSchema & {
  properties?: Record<string, Shape>
  required?: readonly string[]
  items?: Shape
  enum?: readonly unknown[]
  anyOf?: readonly { const?: unknown }[]
  additionalProperties?: unknown
}

/** What a written value would never fit, each with its place; what an expression gives is seen when it runs. */
export function misfits(value: unknown, schema: unknown, place: string): Problem[] {
  const shape = schema as Shape
  if (isExpression(value)) return []
  if (Array.isArray(value) && shape.items) {
    const { items, ...whole } = shape
    return [
      ...misfit(value, { ...whole, items: {} }, place),
      ...value.flatMap((each, index) => misfits(each, items, `${place}/${index}`)),
    ]
  }
  if (shape.properties && isObject(value)) {
    const { properties } = shape
    const missing = (shape.required ?? []).filter((name) => !(name in value))
    const strange = Object.keys(value).filter(
      (name) => !(name in properties) && shape.additionalProperties === false,
    )
    return [
      ...missing.map((name) => ({ path: `${place}/${name}`, message: 'is required' })),
      ...strange.map((name) => ({
        path: `${place}/${name}`,
        message: `is no field here; there are ${Object.keys(properties).join(', ')}`,
      })),
      ...Object.entries(value).flatMap(([name, each]) =>
        name in properties ? misfits(each, properties[name], `${place}/${name}`) : [],
      ),
    ]
  }
  return holdsExpression(value) ? [] : misfit(value, shape, place)
}

function misfit(value: unknown, shape: Shape, place: string): Problem[] {
  const fault = fits(shape, value)
  if (!fault) return []
  const allowed = shape.enum ?? shape.anyOf?.flatMap((one) => ('const' in one ? [one.const] : []))
  const message = allowed?.length ? `must be one of ${allowed.join(', ')}` : fault.message
  return [{ path: `${place}${fault.path}`, message }]
}

const isExpression = (value: unknown): boolean => typeof value === 'string' && value.includes('{{')
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const holdsExpression = (value: unknown): boolean =>
  isExpression(value) ||
  (typeof value === 'object' && value !== null && Object.values(value).some(holdsExpression))
