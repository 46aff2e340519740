import type { Access, FakeState, Permission } from './state.ts'

export interface Exchange {
  state: FakeState
  /** Address of the API, with its base path. */
  apiUrl: string
  /** Values of the placeholders in the path. */
  parameters: Record<string, string>
  query: URLSearchParams
  /** Was checked against GitHub's description: a handler names the type that this has then. */
  body: unknown
}

export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export type Handler = (exchange: Exchange) => Answer

/** An answer that is a failure, in GitHub's form. */
export function failure(status: number, message: string, errors?: object[]): Answer {
  const documentation_url = 'https://docs.github.com/rest'
  return { status, body: { message, ...(errors && { errors }), documentation_url, status: String(status) } }
}

export const notFound = (): Answer => failure(404, 'Not Found')

/** 422, as GitHub says which field is wrong. */
export function invalid(resource: string, field: string, message: string): Answer {
  return failure(422, 'Validation Failed', [{ resource, field, code: 'custom', message: `${field} ${message}` }])
}

const order: Access[] = ['none', 'read', 'write']

/** The failure for a token that lacks a permission, or undefined. */
export function refused({ state }: Exchange, permission: Permission, needed: Access): Answer | undefined {
  if (order.indexOf(state.permissions[permission]) >= order.indexOf(needed)) return undefined
  return failure(403, 'Resource not accessible by integration')
}

/** A page of a list, with the `Link` header to the others on the same server. */
export function paged<T>({ apiUrl, query }: Exchange, path: string, items: T[], wrap: (page: T[]) => unknown = (page) => page): Answer {
  const size = Math.min(100, Math.max(1, Number(query.get('per_page') ?? 30)))
  const page = Math.max(1, Number(query.get('page') ?? 1))
  const last = Math.max(1, Math.ceil(items.length / size))
  const link = (to: number, rel: string): string => {
    const changed = new URLSearchParams(query)
    changed.set('page', String(to))
    return `<${apiUrl}${path}?${changed}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ]
  const body = wrap(items.slice((page - 1) * size, page * size))
  return { status: 200, body, ...(links.length > 0 && { headers: { link: links.join(', ') } }) }
}
