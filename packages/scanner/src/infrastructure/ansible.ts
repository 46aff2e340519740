import { posix } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { NotEvaluated } from '../model.ts'
import type { FoundItems } from './model.ts'

/** What Ansible, and the scanner, read of a project. */
const readNames = /(^|\/)[^.]+$|\.(ya?ml|json|ini|cfg|j2)$/

/**
 * Projects: a folder with `ansible.cfg`, and what lies below; else the folder of a playbook. The scanner says of a project that it has read it,
 * not of its files, so whether those are YAML is looked at here.
 * @param textOf undefined for a file that cannot be read
 */
export function ansibleItems(paths: string[], textOf: (path: string) => string | undefined): FoundItems {
  const configured = paths.filter((path) => posix.basename(path) === 'ansible.cfg').map((path) => posix.dirname(path))
  const within = (path: string, root: string) => root === '.' || path.startsWith(`${root}/`)
  const playbooks = paths.filter((path) => /\.ya?ml$/.test(path) && isPlaybook(textOf(path) ?? ''))
  const single = playbooks.filter((path) => !configured.some((root) => within(path, root))).map((path) => posix.dirname(path))
  const all = [...new Set([...configured, ...single])].sort()
  const roots = all.filter((root) => !all.some((other) => other !== root && within(root, other)))
  const notEvaluated: NotEvaluated[] = []
  const items = roots.map((root) => {
    const files = paths
      .filter((path) => within(path, root) && readNames.test(path))
      .flatMap((path) => {
        const text = textOf(path)
        if (text === undefined) return []
        const message = /\.ya?ml$/.test(path) ? yamlProblem(text) : undefined
        if (message !== undefined) notEvaluated.push({ file: path, unit: root, reason: 'file-not-scanned', message })
        return [{ path, content: Buffer.from(text) }]
      })
    return { type: 'ansible' as const, path: root, files, expected: [root] }
  })
  return { items, notEvaluated }
}

/** A list of plays, each with hosts, or of imports of other playbooks. */
function isPlaybook(text: string): boolean {
  return /^- /m.test(text) && /^(- | {2})(ansible\.builtin\.)?(hosts|import_playbook)\s*:/m.test(text)
}

function yamlProblem(text: string): string | undefined {
  try {
    const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false })
    const [error] = Array.isArray(documents) ? documents.flatMap(({ errors }) => errors) : []
    return error === undefined ? undefined : `The file is no YAML: ${error.message.split('\n')[0]!.replace(/[:.]+$/, '')}.`
  } catch (error) {
    if (error instanceof RangeError) return 'The file is nested too deeply.'
    throw error
  }
}
