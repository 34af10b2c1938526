/**
 * Runs inside the interpreter before the script. Nothing here protects the server (the interpreter and the
 * process around it do); it makes runs repeatable: a clock that stands still and a known chance.
 */
export const prelude = (nowMs: number, seed: number): string => `(() => {
  const Real = Date, now = ${Math.trunc(nowMs)}
  globalThis.Date = class Date extends Real {
    constructor(...given) { if (given.length) super(...given); else super(now) }
    static now() { return now }
  }
  let state = ${seed >>> 0}
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0
    let made = Math.imul(state ^ (state >>> 15), 1 | state)
    made = (made + Math.imul(made ^ (made >>> 7), 61 | made)) ^ made
    return ((made ^ (made >>> 14)) >>> 0) / 4294967296
  }
})()`

/** The script is the body of a function of \`input\`; it may await what it makes itself. */
export const wrapped = (source: string): string => `(async function (input) { 'use strict'
${source}
})`
