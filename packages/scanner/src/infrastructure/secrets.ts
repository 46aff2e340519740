import { isProblem, type SourceFiles } from '../files.ts'
import type { ScanItem } from './model.ts'

/** Larger files hold data, and programs that hold a zero byte are none that people write credentials into. */
const maxBytes = 1024 * 1024

/** Every file of text that is not too big, under its own path: some rules of the scanner go by names. */
export function secretItems(paths: string[], sources: SourceFiles): ScanItem[] {
  return paths.flatMap((path): ScanItem[] => {
    const content = sources.bytes(path)
    if (isProblem(content) || content.length === 0 || content.length > maxBytes || content.subarray(0, 8192).includes(0)) return []
    return [{ type: 'secret', path, files: [{ path, content }], expected: [] }]
  })
}
