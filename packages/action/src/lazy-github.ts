import type { ClientOptions, GitHub } from './github/client.ts'
import type { GitData } from './trust/git-data.ts'

export interface LazyGitHub {
  open(): Promise<GitHub>
  /** For the settings of the base commit. */
  data: GitData
}

/** GitHub's API, loaded when it is asked for the first time; undefined without a token or an address. */
export function lazyGitHub(options: ClientOptions): LazyGitHub | undefined {
  if (options.token === '' || options.apiUrl === '') return undefined
  let opened: Promise<GitHub> | undefined
  const open = (): Promise<GitHub> => {
    opened ??= import('./github/client.ts').then(({ openGitHub }) => openGitHub(options)!)
    return opened
  }
  return { open, data: { request: async (route, parameters) => (await open()).request(route, parameters) } }
}
