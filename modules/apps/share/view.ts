import { T, type Context, type RecordOf, type Static } from '#kernel'
import QRCode from 'qrcode'
import type { Share } from '../entities.ts'
import { linkOf, tokenOf } from './link.ts'

export const shareView = T.Object({
  share: T.Id(),
  app: T.Id(),
  entity: T.String(),
  title: T.String(),
  fields: T.Array(T.String()),
  answers: T.Integer(),
  answers_max: T.Optional(T.Integer()),
  expires_at: T.Optional(T.Time()),
  revoked_at: T.Optional(T.Time()),
  link: T.String(),
  /** The link as a picture to print or to show: an SVG document. */
  qr: T.String(),
})

export async function viewOf(
  ctx: Pick<Context, 'secrets' | 'publicUrl' | 'org'>,
  share: RecordOf<typeof Share>,
): Promise<Static<typeof shareView>> {
  const link = linkOf(ctx.publicUrl, tokenOf(ctx.org, ctx.secrets.open(share.secret)))
  const { id, app, entity, title, fields, answers, answers_max, expires_at, revoked_at } = share
  return {
    share: id,
    app,
    entity,
    title,
    fields,
    answers,
    ...(answers_max === undefined ? {} : { answers_max }),
    ...(expires_at ? { expires_at } : {}),
    ...(revoked_at ? { revoked_at } : {}),
    link,
    qr: await QRCode.toString(link, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }),
  }
}
