/** A message is for reading; longer texts are files or documents. */
export const TEXT_MAX = 10_000
/** WeCom's largest group; every limit of a group is measured by it. */
export const GROUP_MAX = 10_000
/** People added in one call: each of them is told on a stream of his own, in one transaction. */
export const ADD_MAX = 500
/** Mentions by name in one message; beyond this one means everybody. */
export const MENTIONS_MAX = 100
/** Own messages may be corrected and taken back within a day. */
export const EDIT_WINDOW_MS = 24 * 3_600_000
export const RECALL_WINDOW_MS = 24 * 3_600_000
/** An edit keeps what was said before; a message that needs more is another message. */
export const EDITS_MAX = 20
/** Different reactions on one message. */
export const REACTIONS_MAX = 30
/** Messages forwarded in one go, and the conversations they go to. */
export const FORWARD_MAX = 100
export const TARGETS_MAX = 20
/** Read marks travel to everybody of a group up to this size; larger ones ask for them. */
export const LIVE_READERS_MAX = 200
