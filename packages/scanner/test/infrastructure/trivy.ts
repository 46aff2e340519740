import type { FileFacts, FileSecret, FileToScan, Misconfiguration, ScanFilesOptions, Trivy } from '../../src/images/trivy/model.ts'

export interface Answer {
  misconfigurations?: (Partial<Misconfiguration> & Pick<Misconfiguration, 'id' | 'type' | 'target'>)[]
  secrets?: (Partial<FileSecret> & Pick<FileSecret, 'id' | 'file'>)[]
  failed?: FileFacts['failed']
  unexpanded?: FileFacts['unexpanded']
  /** Default: every file, and its folder. */
  scanned?: string[]
}

export interface AnsweringTrivy extends Trivy {
  /** What each call was given: files with their text, and the types. */
  calls: { files: Record<string, string>; options: ScanFilesOptions }[]
}

/** A Trivy in name only: it gives what a test says that Trivy found. */
export function answering(
  answer: (files: Record<string, string>, options: ScanFilesOptions) => Answer,
  version = '0.74.0',
): AnsweringTrivy {
  const calls: AnsweringTrivy['calls'] = []
  const unasked = () => Promise.reject(new Error('This was not asked for.'))
  return {
    info: { name: 'trivy', version },
    calls,
    scanImage: unasked,
    scanSbom: unasked,
    close: () => Promise.resolve(),
    scanFiles(given: Iterable<FileToScan>, options: ScanFilesOptions): Promise<FileFacts> {
      const files = Object.fromEntries([...given].map(({ path, content }) => [path, Buffer.from(content).toString()]))
      calls.push({ files, options })
      return new Promise((resolve) => {
        const { misconfigurations = [], secrets = [], failed = [], unexpanded = [], scanned = scannedOf(files) } = answer(files, options)
        resolve({ misconfigurations: misconfigurations.map(complete), secrets: secrets.map(completeSecret), failed, unexpanded, scanned })
      })
    },
  }
}

function scannedOf(files: Record<string, string>): string[] {
  return Object.keys(files).flatMap((path) => [path, path.replace(/\/[^/]*$/, '')])
}

function complete(one: Partial<Misconfiguration> & Pick<Misconfiguration, 'id' | 'type' | 'target'>): Misconfiguration {
  return { title: `Title of ${one.id}`, message: `Message of ${one.id}`, resolution: 'Mend it', severity: 'high', status: 'fail', ...one }
}

function completeSecret(one: Partial<FileSecret> & Pick<FileSecret, 'id' | 'file'>): FileSecret {
  return { severity: 'critical', title: `Title of ${one.id}`, category: 'general', startLine: 1, endLine: 1, ...one }
}
