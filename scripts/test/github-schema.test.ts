import { expect, it } from 'vitest'
import { slice } from '../github-schema/slice.ts'

const document = {
  paths: {
    '/things/{id}': {
      patch: {
        operationId: 'things/update',
        summary: 'Update a thing',
        parameters: [{ $ref: '#/components/parameters/id' }],
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { description: { type: 'string', nullable: true, description: 'What it is' } } },
            },
          },
        },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/thing' } } } },
          204: { description: 'nothing' },
          404: { $ref: '#/components/responses/not-found' },
        },
      },
      delete: { operationId: 'things/delete', responses: {} },
    },
  },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'integer', default: 1 } } },
    responses: { 'not-found': { content: { 'application/json': { schema: { type: 'object', title: 'Error' } } } } },
    schemas: {
      thing: {
        type: 'object',
        example: { parent: null },
        properties: {
          parent: { nullable: true, allOf: [{ $ref: '#/components/schemas/thing' }] },
          state: { type: 'string', enum: ['on', 'off'], nullable: true },
        },
      },
      unused: { type: 'string' },
    },
  },
}

it('keeps what an operation is made of, as JSON Schema without texts', () => {
  expect(slice(document, ['things/update'])).toEqual({
    operations: {
      'things/update': {
        method: 'PATCH',
        path: '/things/{id}',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        body: { type: 'object', properties: { description: { type: ['string', 'null'] } } },
        responses: { 200: { $ref: '#/components/schemas/thing' }, 204: null, 404: { type: 'object' } },
      },
    },
    components: {
      schemas: {
        thing: {
          type: 'object',
          properties: {
            parent: { anyOf: [{ allOf: [{ $ref: '#/components/schemas/thing' }] }, { type: 'null' }] },
            state: { type: ['string', 'null'], enum: ['on', 'off', null] },
          },
        },
      },
    },
  })
})

it('says which operation is not there', () => {
  expect(() => slice(document, ['things/list', 'things/update'])).toThrow('not in the description: things/list')
})
