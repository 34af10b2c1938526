/** One update: a long paste. Larger files belong beside the text. */
export const UPDATE_MAX = 2 * 1024 * 1024
/** A document's whole state; more than a book, and as much as a phone can still open. */
export const DOCUMENT_MAX = 32 * 1024 * 1024
/** Updates, or bytes of them, after which the log is merged at once. */
export const TAIL_MAX = 200
export const TAIL_BYTES_MAX = 1024 * 1024
/** Otherwise it is merged, and found by search, this long after the first new update. */
export const SETTLE_MS = 15_000
/** Documents that one process holds open at most. */
export const LIVE_MAX = 2_000
/** An open document that nobody looks at is let go after this. */
export const IDLE_MS = 30_000
/** Between automatic versions, and how many of them are kept. */
export const VERSION_MS = 30 * 60_000
export const VERSIONS_MAX = 100
/** What may stand below one folder: rights are written down for each of it. */
export const BELOW_MAX = 2_000
