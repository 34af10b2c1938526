/** Scripts that try to get out, or to use up what others need. Data of sandbox.test.ts. */
export interface Attempt {
  readonly name: string
  readonly source: string
  /** What it may come to: an answer that shows it got nowhere, or an end. */
  readonly ends: 'over' | 'late' | 'wrong' | { readonly output: unknown }
}

const nowhere = (name: string, source: string, output: unknown = 'nothing'): Attempt => ({
  name,
  source,
  ends: { output },
})
const refused = (name: string, source: string): Attempt => ({ name, source, ends: 'wrong' })
const bounded = (name: string, source: string, ends: 'over' | 'late' = 'over'): Attempt => ({
  name,
  source,
  ends,
})

/** What of the host a script might find, by whatever way it came to a global object. */
const HOST = `(g) => ['process', 'require', 'module', 'Buffer', 'fetch', 'XMLHttpRequest', 'WebSocket', 'WebAssembly', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'global', 'Deno', 'Bun', 'std', 'os', 'scriptArgs', 'print', 'console', 'navigator', 'performance', 'Atomics', 'Worker', '__dirname'].filter((name) => typeof g[name] !== 'undefined').join() || 'nothing'`

export const ATTEMPTS: readonly Attempt[] = [
  nowhere('the global object', `return (${HOST})(globalThis)`),
  nowhere('this of a loose function', `return (${HOST})(Function('return this')())`),
  nowhere('the constructor chain', `return (${HOST})([].constructor.constructor('return this')())`),
  nowhere(
    'the constructor of the input',
    `return (${HOST})(input.constructor.constructor('return this')())`,
  ),
  nowhere(
    'the constructor of this function',
    `return (${HOST})((async () => {}).constructor('return globalThis')() instanceof Promise ? globalThis : {})`,
  ),
  nowhere('indirect eval', `return (${HOST})((0, eval)('this'))`),
  nowhere(
    'a getter of an error',
    `try { null.x } catch (error) { return (${HOST})(error.constructor.constructor('return this')()) }`,
  ),
  nowhere(
    'the caller',
    `try { return String((function () { return arguments.callee.caller })()) } catch { return 'nothing' }`,
  ),
  nowhere(
    'the caller of what we call',
    `const found = []; const trap = { toJSON: function () { found.push(typeof this, (${HOST})(globalThis)); return 'nothing' } }; return trap`,
  ),
  nowhere(
    'Error.prepareStackTrace',
    `let sites = 'nothing'; Error.prepareStackTrace = (_, given) => { sites = given; return '' }; const stack = new Error('x').stack; return Array.isArray(sites) ? (sites.some((site) => site.getThis && (${HOST})(site.getThis() ?? {}) !== 'nothing') ? 'host' : 'nothing') : 'nothing'`,
  ),
  nowhere(
    'Symbol.species',
    `class Trap extends Array { static get [Symbol.species]() { return function () { return globalThis } } }; return (${HOST})(globalThis) && typeof new Trap(1, 2).map((x) => x) === 'object' ? 'nothing' : 'host'`,
  ),
  nowhere(
    'a thenable that takes the resolver',
    `let taken; await { then(resolve) { taken = resolve; resolve() } }; return (${HOST})(taken.constructor.constructor('return this')())`,
  ),
  nowhere(
    'a proxy around everything',
    `const seen = []; const all = new Proxy(globalThis, { get: (of, name) => (seen.push(name), of[name]) }); return (${HOST})(all)`,
  ),
  nowhere(
    'an async iterator',
    `async function* run() { yield globalThis }; for await (const g of run()) return (${HOST})(g)`,
  ),
  nowhere('Reflect.construct', `return (${HOST})(Reflect.construct(Function, ['return this'])())`),
  refused('import of a module of Node', `return await import('node:fs')`),
  refused('import of a file', `return await import('/etc/passwd')`),
  refused('import of data', `return await import('data:text/javascript,export default 1')`),
  refused('import of the interpreter’s own', `return await import('std')`),
  refused('a static import', `import fs from 'node:fs'\nreturn 1`),
  refused('import.meta', `return import.meta.url`),
  refused('require', `return require('child_process').execSync('id')`),
  refused('process.binding', `return process.binding('fs')`),
  refused('WebAssembly', `return new WebAssembly.Memory({ initial: 1 })`),
  refused('a timer', `await new Promise((resolve) => setTimeout(resolve, 1))`),
  refused('a promise that nobody settles', `await new Promise(() => {})`),
  refused('no syntax at all', `}}}`),
  bounded('code that ends our function and begins its own', `}); for (;;); (async function () {`),
  nowhere(
    'a prototype of everything, polluted',
    `Object.prototype.polluted = 1; Array.prototype.map = null; JSON.stringify = () => 'x'; JSON.parse = null; Promise.prototype.then = null; return 'nothing'`,
  ),
  nowhere(
    'an own __proto__ in the answer',
    `return JSON.parse('{"__proto__": {"polluted": 1}, "a": 1}')`,
    { a: 1 },
  ),
  bounded('a loop without end', `for (;;);`),
  bounded('a loop in a getter', `return { get a() { for (;;); } }`),
  bounded('a loop in toJSON', `return { toJSON() { for (;;); } }`),
  bounded('a loop in a proxy', `return new Proxy({}, { ownKeys() { for (;;); } })`),
  bounded('a loop in what is thrown', `throw { get message() { for (;;); } }`),
  bounded(
    'a loop in toString of what is thrown',
    `throw new Proxy(new Error('x'), { get() { for (;;); } })`,
  ),
  bounded('a loop in finally', `try { for (;;); } finally { for (;;); }`),
  bounded('a catch that goes on', `for (;;) try { for (;;); } catch { }`),
  bounded('a generator without end', `function* run() { for (;;) yield 1 }; return [...run()]`),
  bounded('promises without end', `const more = () => Promise.resolve().then(more); await more()`),
  bounded(
    'promises after the answer',
    `const more = () => Promise.resolve().then(more); more(); return 1`,
  ),
  bounded(
    'promises by the million',
    `const all = []; for (;;) all.push(Promise.resolve(1).then((x) => x)); return Promise.all(all)`,
  ),
  bounded('a chain of thenables', `const a = { then(go) { go(a) } }; return a`),
  bounded('depth without end', `const down = () => down() + 1; return down()`),
  bounded(
    'depth in JSON',
    `let deep = {}; for (let i = 0; i < 1e5; i++) deep = { deep }; return deep`,
  ),
  bounded('depth in a text of JSON', `return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))`),
  refused('depth in a pattern', `return new RegExp('('.repeat(5e4) + ')'.repeat(5e4)).test('a')`),
  bounded('depth in a getter', `return { get a() { return this.a } }.a`),
  bounded(
    'depth of proxies',
    `let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x`,
  ),
  bounded('a text without end', `let text = 'x'; for (;;) text += text`),
  bounded('one huge text', `return 'x'.repeat(2 ** 29)`),
  bounded('a list without end', `const all = []; for (;;) all.push(new Array(10_000).fill(1))`),
  bounded('a buffer', `return new Uint8Array(2 ** 30).length`),
  bounded('buffers without end', `const all = []; for (;;) all.push(new ArrayBuffer(2 ** 20))`),
  bounded('closures without end', `const all = []; for (;;) all.push(() => all)`),
  bounded('a map without end', `const all = new Map(); for (let i = 0; ; i++) all.set(i, { i })`),
  bounded(
    'symbols without end',
    `const all = []; for (let i = 0; ; i++) all.push(Symbol.for('k' + i))`,
  ),
  bounded('an answer that is too long', `return 'x'.repeat(2_000_000)`),
  bounded(
    'an answer that unfolds',
    `let a = ['x'.repeat(1000)]; for (let i = 0; i < 20; i++) a = [a, a]; return a`,
  ),
  bounded('a number with more digits than anybody reads', `return String(7n ** (10n ** 9n))`),
  bounded('a pattern that goes back and back', `return /^(a+)+$/.test('a'.repeat(60) + '!')`),
  bounded('another such pattern', `return /(x+x+)+y/.test('x'.repeat(60))`),
  bounded('a pattern with references', `return /^(.*)*\\1$/.test('a'.repeat(40) + 'b')`),
  bounded('joining four billion holes', `return new Array(2 ** 32 - 2).join('x')`, 'late'),
]
