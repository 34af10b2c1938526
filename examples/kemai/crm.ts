import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

/** Kemai's own tables. A write is on the disk before it is answered (`synchronous = FULL`). */
export interface Customer {
  id: string
  name: string
  phone?: string
  email?: string
  address?: string
  register?: string
  owner?: string
  stage?: string
  updated_at: string
}
export interface Contact {
  id: string
  customer: string
  name: string
  phone?: string
  email?: string
}
export interface Deal {
  id: string
  customer: string
  title: string
  amount: number
  stage: 'open' | 'won' | 'lost'
}
export interface Task {
  id: string
  customer: string
  title: string
  person: string
  due_on?: string
  done: boolean
}

const FIELDS = ['name', 'phone', 'email', 'address', 'register', 'owner', 'stage'] as const
export type CustomerFields = Partial<Record<(typeof FIELDS)[number], string>>

export function openCrm(folder: string) {
  mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'kemai.sqlite'))
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS customer (id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT, email TEXT, address TEXT,
      register TEXT, owner TEXT, stage TEXT, updated_at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS contact (id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customer (id), name TEXT NOT NULL, phone TEXT, email TEXT);
    CREATE TABLE IF NOT EXISTS deal (id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customer (id), title TEXT NOT NULL, amount INTEGER NOT NULL, stage TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS task (id TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customer (id), title TEXT NOT NULL, person TEXT NOT NULL, due_on TEXT, done INTEGER NOT NULL);`)
  const one = <R>(sql: string, ...values: SQLInputValue[]): R | undefined =>
    plain<R>(db.prepare(sql).get(...values))
  const all = <R>(sql: string, ...values: SQLInputValue[]): R[] =>
    db
      .prepare(sql)
      .all(...values)
      .map((row) => plain<R>(row)!)
  const run = (sql: string, ...values: SQLInputValue[]) => db.prepare(sql).run(...values)

  const customer = (id: string) => one<Customer>('SELECT * FROM customer WHERE id = ?', id)
  return {
    customer,
    /** By name; a page after the name and id in `cursor`. */
    customers(search = '', limit = 50, cursor = ''): { items: Customer[]; next?: string } {
      const [name = '', id = ''] = cursor ? (JSON.parse(cursor) as string[]) : []
      const items = all<Customer>(
        `SELECT * FROM customer WHERE (name LIKE ? OR email LIKE ? OR phone LIKE ?) AND (name, id) > (?, ?)
         ORDER BY name, id LIMIT ?`,
        ...Array.from({ length: 3 }, () => `%${search}%`),
        name,
        id,
        limit + 1,
      )
      const last = items[limit - 1]
      if (items.length <= limit || !last) return { items }
      return { items: items.slice(0, limit), next: JSON.stringify([last.name, last.id]) }
    },
    createCustomer(fields: CustomerFields & { name: string }): Customer {
      const id = randomUUID()
      run(
        `INSERT INTO customer (id, ${FIELDS.join()}, updated_at) VALUES (?, ${FIELDS.map(() => '?').join()}, ?)`,
        id,
        ...FIELDS.map((name) => fields[name] ?? null),
        new Date().toISOString(),
      )
      return customer(id)!
    },
    updateCustomer(id: string, fields: CustomerFields): Customer | undefined {
      const given = FIELDS.filter((name) => fields[name] !== undefined)
      run(
        `UPDATE customer SET ${[...given.map((name) => `${name} = ?`), 'updated_at = ?'].join()} WHERE id = ?`,
        ...given.map((name) => fields[name]!),
        new Date().toISOString(),
        id,
      )
      return customer(id)
    },
    contacts: (of: string) =>
      all<Contact>('SELECT * FROM contact WHERE customer = ? ORDER BY name', of),
    createContact(fields: Omit<Contact, 'id'>): Contact {
      const id = randomUUID()
      run(
        'INSERT INTO contact (id, customer, name, phone, email) VALUES (?, ?, ?, ?, ?)',
        id,
        fields.customer,
        fields.name,
        fields.phone ?? null,
        fields.email ?? null,
      )
      return { id, ...fields }
    },
    deals: (of: string) => all<Deal>('SELECT * FROM deal WHERE customer = ? ORDER BY title', of),
    createDeal(fields: Pick<Deal, 'customer' | 'title' | 'amount'>): Deal {
      const deal = { id: randomUUID(), ...fields, stage: 'open' as const }
      run(
        'INSERT INTO deal (id, customer, title, amount, stage) VALUES (?, ?, ?, ?, ?)',
        deal.id,
        deal.customer,
        deal.title,
        deal.amount,
        deal.stage,
      )
      return deal
    },
    moveDeal(id: string, stage: Deal['stage']): Deal | undefined {
      run('UPDATE deal SET stage = ? WHERE id = ?', stage, id)
      return one<Deal>('SELECT * FROM deal WHERE id = ?', id)
    },
    tasks: (of: string) => all<Task>('SELECT * FROM task WHERE customer = ? ORDER BY due_on', of),
    createTask(fields: Omit<Task, 'id' | 'done'>): Task {
      const task = { id: randomUUID(), ...fields, done: false }
      run(
        'INSERT INTO task (id, customer, title, person, due_on, done) VALUES (?, ?, ?, ?, ?, 0)',
        task.id,
        task.customer,
        task.title,
        task.person,
        task.due_on ?? null,
      )
      return task
    },
    finishTask(id: string): Task | undefined {
      run('UPDATE task SET done = 1 WHERE id = ?', id)
      return one<Task>('SELECT * FROM task WHERE id = ?', id)
    },
    close: () => db.close(),
  }
}
export type Crm = ReturnType<typeof openCrm>

/** Without what is absent. */
function plain<R>(row: object | undefined): R | undefined {
  if (!row) return undefined
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as R
}
