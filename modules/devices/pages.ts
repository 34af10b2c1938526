import { definePage, type Placement } from '#kernel'

export const pages = [
  definePage({
    id: 'devices.devices',
    path: '/devices',
    title: 'Devices',
    icon: 'device',
    entity: 'devices.device',
    views: ['table'],
    columns: ['name', 'kind', 'place', 'status', 'online', 'seen_at'],
    component: 'devices',
    opens: {
      'devices.device': '/devices/{id}',
      'devices.alarm': '/devices/{device}',
      'devices.command': '/devices/{device}',
    },
    primary: 'devices.device.create',
    scope: 'devices.use',
  }),
]

export const placements: Placement[] = [
  { slot: 'workbench', title: 'Devices', icon: 'device', page: 'devices.devices' },
  { slot: 'group-bar', title: 'Devices', icon: 'device', page: 'devices.devices' },
]
