import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Where a run may connect to. `none`: nothing answers, so that what a scanned file names is not fetched; else one host, or anything. */
export type Reach = 'none' | 'download' | { host: string }

/** Port 9 (discard) of the machine itself: connections are refused at once. */
const nowhere = 'http://127.0.0.1:9'

/** What a download may take over from our own environment: how to get out of the network, and whom to trust there. */
const passed = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy', 'SSL_CERT_FILE', 'SSL_CERT_DIR']

/**
 * The whole environment of a run: folders of its own that are empty, no program to be found, no settings (`TRIVY_*`), no tokens.
 * @param folder a fresh folder
 */
export function runEnvironment(folder: string, options: { memory: number; reach: Reach; token?: string }): NodeJS.ProcessEnv {
  const at = (name: string) => {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }
  const home = at('home')
  const temporary = at('tmp')
  const proxies = { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere }
  const { reach: to } = options
  const only = typeof to === 'string' ? {} : { NO_PROXY: to.host, no_proxy: to.host }
  const reach = to === 'download' ? taken() : { ...proxies, ...only }
  const { SystemRoot } = process.env
  return {
    HOME: home,
    USERPROFILE: home,
    XDG_CACHE_HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
    TMPDIR: temporary,
    TMP: temporary,
    TEMP: temporary,
    PATH: '',
    LC_ALL: 'C',
    DOCKER_CONFIG: home,
    // Go gives memory back before the limit that ends it
    GOMEMLIMIT: `${Math.floor(options.memory * 0.9)}MiB`,
    ...reach,
    ...(options.token === undefined ? {} : { TRIVY_TOKEN: options.token }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
  }
}

function taken(): NodeJS.ProcessEnv {
  return Object.fromEntries(passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}
