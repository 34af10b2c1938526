import { T } from '#kernel'

/** Two years answer nearly every later question. */
export const KEEP_DAYS = 730
/** Less would let a misdeed outlive its trace. */
export const KEEP_DAYS_MIN = 180

export const Settings = T.Object({
  keep_days: T.Integer({
    title: 'Keep the log for (days)',
    minimum: KEEP_DAYS_MIN,
    maximum: 36_500,
    default: KEEP_DAYS,
  }),
})
