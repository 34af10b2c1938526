/** An event as flows see it: the payload's fields, and the event itself under `event`. */
export const eventOf = ({
  id,
  type,
  at,
  actor,
  payload,
}: {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly actor: string
  readonly payload: unknown
}): Record<string, unknown> => ({
  ...(typeof payload === 'object' && payload !== null ? payload : { payload }),
  event: { id, type, at, actor },
})
