import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { harmless, privilegedPod } from '../../../../scanner/test/scan/manifests.ts'
import { intruder, type Way } from './way.ts'

export const fileWays: Way[] = [
  { name: 'a .gitignore that names what is bad', change: { ...intruder, '.gitignore': 'app/intruder.yaml\n' }, verdict: 'fail' },
  {
    name: 'a .gitattributes with export-ignore, a filter and other line ends',
    change: { ...intruder, '.gitattributes': '*.yaml export-ignore filter=none text eol=crlf\n' },
    verdict: 'fail',
    gate: ['.gitattributes'],
  },
  {
    name: 'a .gitattributes with another encoding',
    change(origin) {
      origin.commit(intruder)
      // git itself would not take the files in with it
      const blob = execFileSync('git', ['-C', origin.folder, 'hash-object', '-w', '--stdin'], {
        input: '*.yaml working-tree-encoding=UTF-16\n',
      })
      origin.git('update-index', '--add', '--cacheinfo', `100644,${blob.toString().trim()},.gitattributes`)
      origin.git('commit', '-q', '-m', 'encoding')
    },
    verdict: 'fail',
    gate: ['.gitattributes'],
  },
  {
    name: 'trivy.yaml, .trivyignore and trivy-secret.yaml',
    change: {
      ...intruder,
      'trivy.yaml': 'scan: {skip-dirs: [app]}\n',
      '.trivyignore': 'KSV017\n',
      'trivy-secret.yaml': 'disable-rules: ["*"]\n',
    },
    verdict: 'fail',
    gate: ['.trivyignore', 'trivy-secret.yaml', 'trivy.yaml'],
  },
  {
    name: 'a file too large to be read',
    change: { 'app/intruder.yaml': `${'# filler\n'.repeat(2 ** 21)}${privilegedPod('intruder')}` },
    verdict: 'error',
    because: 'too-large',
  },
  {
    name: 'a symbolic link to a manifest out of the repository',
    change(origin) {
      symlinkSync('/etc/hostname', join(origin.folder, 'app/intruder.yaml'))
      origin.commit({})
    },
    verdict: 'error',
    because: 'outside-root',
  },
  {
    name: 'a symbolic link to a hidden folder',
    change(origin) {
      origin.commit({ '.hidden/intruder.yaml': privilegedPod('intruder') })
      symlinkSync('../.hidden', join(origin.folder, 'app/more'))
      origin.commit({})
    },
    verdict: 'fail',
  },
  {
    name: 'a symbolic link to the configuration of git, which may hold a token',
    change(origin) {
      symlinkSync('../.git/config', join(origin.folder, 'app/intruder.yaml'))
      origin.commit({})
    },
    verdict: 'error',
    because: 'outside-root',
  },
  {
    name: 'a manifest in Git LFS that nobody fetched',
    change: {
      'app/intruder.yaml': `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a2146'.repeat(8)}\nsize 300\n`,
      '.gitattributes': '*.yaml filter=lfs diff=lfs merge=lfs -text\n',
    },
    verdict: 'error',
    because: 'unreadable',
    gate: ['.gitattributes'],
  },
  {
    name: 'a kustomization with a path that leads out of the repository',
    change: { 'app/kustomization.yaml': 'resources: [../../../intruder.yaml]\n' },
    verdict: 'error',
    because: 'render-failed',
  },
  {
    name: 'a working directory that becomes a symbolic link to something clean',
    before: { 'deploy/settings.yaml': harmless('deploy') },
    change(origin) {
      origin.commit({ ...intruder, 'clean/settings.yaml': harmless('clean'), 'deploy/settings.yaml': null, deploy: null })
      symlinkSync('clean', join(origin.folder, 'deploy'))
      origin.commit({})
    },
    directory: 'deploy',
    verdict: 'fail',
  },
  {
    name: 'a folder of manifests that becomes a submodule',
    change(origin) {
      const elsewhere = origin.commit({ 'app/settings.yaml': null, app: null, 'other/settings.yaml': harmless('other') })
      origin.git('update-index', '--add', '--cacheinfo', `160000,${elsewhere},app`)
      origin.git('commit', '-q', '-m', 'submodule')
      mkdirSync(join(origin.folder, 'app'), { recursive: true })
    },
    verdict: 'error',
    because: 'unreadable',
  },
  {
    name: 'a dist folder with an engine and policies of its own',
    change: {
      ...intruder,
      'dist/policies/rules.json': '[]\n',
      'dist/policies/policy.wasm': 'none',
      'dist/action.mjs': 'process.exit(0)\n',
    },
    verdict: 'fail',
  },
  {
    name: 'the workflow and CODEOWNERS changed',
    before: { '.github/workflows/gate.yaml': 'on: pull_request\n', CODEOWNERS: '* @cloudmart/platform\n' },
    change: { ...intruder, '.github/workflows/gate.yaml': 'on: push\n', CODEOWNERS: null },
    verdict: 'fail',
    gate: ['.github/workflows/gate.yaml', 'CODEOWNERS'],
  },
]
