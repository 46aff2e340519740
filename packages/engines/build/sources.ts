import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaceAnchors } from './anchors.ts'

/** Go refuses to replace files of its module cache through an overlay, so packages of other modules are replaced in `vendor`. */
const replacedPackages = [
  'k8s.io/client-go/rest',
  'k8s.io/client-go/kubernetes',
  'k8s.io/client-go/kubernetes/scheme',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1',
  'golang.org/x/text/language',
  'golang.org/x/text/message',
]

/** Packages of Go's own library that are replaced, with the files of the original that stay. */
const replacedStandard: Record<string, string[]> = { 'net/http': ['sniff.go'], 'crypto/tls': [] }

/**
 * Makes a folder with the engines' sources ready to build: `vendor` from the modules that go.sum names, our stand-ins laid over it,
 * and `overlay.json` for the two packages of Go's own library. `environment` is that of the go command.
 */
export function prepareSources(folder: string, environment: NodeJS.ProcessEnv): void {
  rmSync(join(folder, 'vendor'), { recursive: true, force: true })
  run('go', ['mod', 'vendor'], folder, { ...environment, GOFLAGS: '-mod=mod' })
  run('chmod', ['-R', 'u+w', 'vendor'], folder, environment)
  for (const name of replacedPackages) {
    const target = join(folder, 'vendor', name)
    for (const file of goFiles(target)) rmSync(join(target, file))
  }
  cpSync(join(folder, 'stubs/modules'), join(folder, 'vendor'), { recursive: true })
  replaceAnchors(folder)
  writeFileSync(join(folder, 'overlay.json'), JSON.stringify({ Replace: standardOverlay(folder, environment) }))
}

function standardOverlay(folder: string, environment: NodeJS.ProcessEnv): Record<string, string> {
  const root = execFileSync('go', ['env', 'GOROOT'], { cwd: folder, env: environment, encoding: 'utf8' }).trim()
  const replace: Record<string, string> = {}
  for (const [name, kept] of Object.entries(replacedStandard)) {
    const original = join(root, 'src', name)
    const ours = join(folder, 'stubs/std', name)
    for (const file of goFiles(original)) if (!kept.includes(file)) replace[join(original, file)] = ''
    for (const file of goFiles(ours)) replace[join(original, `sandbox_${file}`)] = join(ours, file)
  }
  return replace
}

function goFiles(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'))
}

/** Runs a program with its output shown; throws when it fails. */
export function run(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): void {
  execFileSync(program, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
}
