import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'flows.flows',
    path: '/flows',
    title: 'Flows',
    icon: 'flow',
    component: 'flows',
    opens: { 'flows.flow': '/flows/{id}', 'flows.run': '/flows/{flow}/runs/{id}' },
    scope: 'flows.use',
  }),
]
