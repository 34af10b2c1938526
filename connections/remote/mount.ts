import { fail, type MountSpec } from '#kernel'
import { answerFrame } from './frame.ts'
import { answerPush } from './push.ts'

/** A message carries facts and faces of records, not files. */
const BODY_MAX = 1024 * 1024
/** A vendor's server speaks for many people from one address. */
const RATE = 6000

export const mount: MountSpec = {
  path: '/remote/',
  bodyMax: BODY_MAX,
  ratePerMinute: RATE,
  async answer(request, response, kernel) {
    if (request.url.pathname.startsWith('/remote/push/'))
      return answerPush(request, response, kernel)
    if (request.url.pathname.startsWith('/remote/frame/') && request.raw.method === 'GET')
      return answerFrame(request, response, kernel)
    throw fail('notFound', 'There is nothing at this address.')
  },
}
