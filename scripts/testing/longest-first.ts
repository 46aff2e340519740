import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Suites of more than a minute; which others there are, and in which order these run, decides next to nothing. */
const long = [
  'packages/action/test/act/changes.full.test.ts',
  'packages/scanner/test/provenance/kustomize-mutations.full.test.ts',
  'packages/scanner/test/provenance/helm-mutations.full.test.ts',
  'packages/scanner/test/engines/upstream.full.test.ts',
  'packages/action/test/act/workflows.full.test.ts',
  'packages/scanner/test/histories.full.test.ts',
  'packages/scanner/test/shards/corpora.full.test.ts',
]

/** For vitest: starts the longest suites first, so that none of them keeps one processor busy at the end while the other has nothing to do. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((file) => moduleId.replaceAll('\\', '/').endsWith(`/${file}`))
      return at === -1 ? long.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
