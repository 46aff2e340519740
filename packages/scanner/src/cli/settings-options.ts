import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ScanOptions } from '../scan.ts'
import type { OptionSpec, ParsedArguments } from './options.ts'

/** Where configuration, waivers, baseline and policies are read from. */
export const settingsOptions = {
  'settings-from': {
    type: 'string',
    value: 'ref',
    description: 'Take .policy-gate from this branch or commit, not from the working tree; the root is then the top of the repository.',
  },
  config: { type: 'string', value: 'file', description: 'Configuration in place of .policy-gate/config.yaml.' },
} satisfies Record<string, OptionSpec>

export interface OpenSettings {
  options: Pick<ScanOptions, 'root' | 'settings' | 'config'>
  /** Removes the temporary folder. */
  close(): void
}

/**
 * What `--settings-from` and `--config` say. With settings of a commit, a folder `.policy-gate` further down is no root: a change could add
 * one and be judged by nothing but the defaults.
 * @throws UserError (2) or (3) when there is no such commit or file, or it cannot be read
 */
export async function openSettings(args: ParsedArguments, cwd: string): Promise<OpenSettings> {
  const ref = args.text('settings-from')
  const config = args.text('config')
  if (ref === undefined && config === undefined) return { options: {}, close() {} }
  const [{ findRoot }, { toRelative }] = await Promise.all([import('../discover/root.ts'), import('../paths.ts')])
  const given = args.text('root')
  const place = findRoot(args.positionals, { cwd, ...(given === undefined ? {} : { root: given }) })
  const named = (root: string) => (config === undefined ? {} : { config: toRelative(resolve(realpathSync(cwd), config), root) })
  if (ref === undefined) return { options: named(place.root), close() {} }
  const [{ openRepository }, { commitOf }, { cloneObjects }, { settingsAt, writeSettings }] = await Promise.all([
    import('../git/repository.ts'),
    import('../git/commits.ts'),
    import('../config/commit/clone.ts'),
    import('../config/commit/settings.ts'),
  ])
  const repository = openRepository(place.root)
  const root = given === undefined ? repository.top : place.root
  const prefix = given === undefined ? '' : repository.prefix
  const objects = cloneObjects(repository)
  const found = await settingsAt(objects, { commit: commitOf(repository, ref), prefix, ...named(root) })
  const { settings, close } = await writeSettings(objects, found)
  return { options: { root, settings, ...named(root) }, close }
}
