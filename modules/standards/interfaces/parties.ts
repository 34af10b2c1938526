import { T } from '#kernel'
import { maybe, name, standard, text } from './shape.ts'

const email = () => maybe(text('E-mail', 254))
const phone = () => maybe(text('Phone', 40))
/** China's Unified Social Credit Code, or another register's number. */
const register = () => maybe(text('Registration number', 60))
const address = () => maybe(text('Address', 500))

export const person = standard('hr.person', {
  title: 'Person',
  description:
    'Somebody who works here: what a directory, an HR system or an attendance machine knows.',
  fields: {
    name: name(),
    email: email(),
    mobile: phone(),
    staff_no: maybe(text('Staff number', 60)),
    job_title: maybe(text('Job title')),
    status: maybe(text('Status', 40)),
  },
})

export const organisation = standard('hr.organisation', {
  title: 'Department or organisation',
  description: 'A part of a company that people belong to, in a tree.',
  fields: { name: name(), parent: maybe(text('Under')), leader: maybe(text('Leader')) },
})

export const customer = standard('crm.customer', {
  title: 'Customer',
  description: 'Who buys, or may: a company or a person that a CRM keeps.',
  fields: {
    name: name(),
    email: email(),
    phone: phone(),
    address: address(),
    register: register(),
    owner: maybe(text('Looked after by')),
    stage: maybe(text('Stage', 60)),
  },
})

export const supplier = standard('scm.supplier', {
  title: 'Supplier',
  description: 'Who is bought from.',
  fields: {
    name: name(),
    email: email(),
    phone: phone(),
    address: address(),
    register: register(),
    status: maybe(text('Status', 60)),
  },
})

export const device = standard('iot.device', {
  title: 'Device',
  description: 'A thing that reports and can be told to do something.',
  fields: {
    name: name(),
    model: maybe(text('Model')),
    serial_no: maybe(text('Serial number')),
    status: maybe(text('Status', 40)),
  },
  verbs: ['list', 'get'],
  told: ['reported', 'alarmed', 'cleared', 'offline', 'online', 'finished'],
  more: {
    command: {
      title: 'Command: Device',
      description: 'Tells a device to do something it offers; answers when it is on its way.',
      input: {
        device: text('Device'),
        command: text('Command', 60),
        input: T.Optional(T.Json()),
      },
      output: { state: text('State', 40) },
    },
  },
})
