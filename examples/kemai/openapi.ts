const customer = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string', maxLength: 200 },
    phone: { type: 'string' },
    email: { type: 'string' },
    address: { type: 'string' },
    register: { type: 'string', description: 'Unified Social Credit Code' },
    owner: { type: 'string', readOnly: true },
    stage: { type: 'string' },
    updated_at: { type: 'string', format: 'date-time', readOnly: true },
  },
}
const { id: _id, owner: _owner, updated_at: _updated, ...written } = customer.properties
const json = (schema: object) => ({ 'application/json': { schema } })
const ref = { $ref: '#/components/schemas/Customer' }

/** What programs without Tenon's SDK go by. */
export const openapi = (server: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Kemai CRM', version: '1.0.0' },
  servers: [{ url: server }],
  security: [{ key: [] }],
  paths: {
    '/api/v1/customers': {
      get: {
        operationId: 'listCustomers',
        summary: 'List customers',
        parameters: [
          { name: 'search', in: 'query', schema: { type: 'string' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200 } },
          { name: 'cursor', in: 'query', schema: { type: 'string' } },
        ],
        responses: {
          200: {
            description: 'A page of customers',
            content: json({
              type: 'object',
              required: ['items'],
              properties: { items: { type: 'array', items: ref }, next: { type: 'string' } },
            }),
          },
        },
      },
      post: {
        operationId: 'createCustomer',
        summary: 'Create a customer',
        requestBody: {
          required: true,
          content: json({ type: 'object', required: ['name'], properties: written }),
        },
        responses: { 201: { description: 'The customer', content: json(ref) } },
      },
    },
    '/api/v1/customers/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getCustomer',
        summary: 'Get a customer',
        responses: { 200: { description: 'The customer', content: json(ref) } },
      },
      patch: {
        operationId: 'updateCustomer',
        summary: 'Change a customer',
        requestBody: { required: true, content: json({ type: 'object', properties: written }) },
        responses: { 200: { description: 'The customer', content: json(ref) } },
      },
    },
  },
  components: {
    schemas: { Customer: customer },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } },
  },
})
