import { visible } from '../../sanitize.ts'
import { child, children, fields, text } from './fields.ts'
import { fieldOf, type RunLog } from './log.ts'

/** What a scan that ended well did not see. */
export interface Coverage {
  /** Why the result must not be used; undefined when it may. */
  incomplete?: string
  /** Single files that nothing is known of, as sentences, sorted. */
  unread: string[]
}

/** Lists of packages of operating systems: without one of them everything is missing. */
const packageLists = /^(?:usr\/)?lib\/apk\/|^var\/lib\/(?:dpkg|rpm|pacman)\/|^usr\/(?:lib\/sysimage|share)\/rpm\//
const maxUnread = 50

/**
 * Looks for what a scan left out: an exit code of 0 does not say that everything was read. The operating system must be one that Trivy knows, with a
 * list of packages, or there must be none; what could not be parsed is in the log only.
 * @throws ReportError
 */
export function imageCoverage(report: unknown, log: RunLog): Coverage {
  const unread = unreadFiles(log)
  const list = unread.find(({ file }) => file !== undefined && packageLists.test(file))
  const incomplete =
    systemProblem(report) ??
    (list === undefined ? undefined : `its list of packages cannot be read (${list.sentence})`) ??
    unknownSystem(report, log) ??
    (log.truncated ? 'more of its files cannot be read than are listed' : undefined)
  const sentences = [...new Set([...unread.map(({ sentence }) => sentence), ...unknownVersion(log)])].sort()
  return { ...(incomplete === undefined ? {} : { incomplete }), unread: sentences.slice(0, maxUnread) }
}

function systemProblem(report: unknown): string | undefined {
  const root = fields(report as never, 'report')
  const family = text(child(child(root, 'Metadata'), 'OS'), 'Family')
  if (family === undefined) return undefined
  if (family === 'none') return 'it has packages of an operating system, but does not say of which one, so nothing is known about them'
  const packages = children(root, 'Results').filter((result) => text(result, 'Class') === 'os-pkgs')
  if (packages.some((result) => children(result, 'Packages').length > 0)) return undefined
  return `it has an operating system (${visible(family)}) without a list of packages that Trivy can judge`
}

/** The image itself says which release it is: one that no database has must not pass for one without vulnerabilities. */
function unknownSystem(report: unknown, log: RunLog): string | undefined {
  const [unknown] = unknownVersion(log)
  const packages = children(fields(report as never, 'report'), 'Results').filter((result) => text(result, 'Class') === 'os-pkgs')
  if (unknown === undefined || packages.some((result) => children(result, 'Vulnerabilities').length > 0)) return undefined
  return `${unknown}, and no vulnerability of its packages either`
}

function unknownVersion({ notes }: RunLog): string[] {
  return notes
    .filter((line) => line.includes('This OS version is not on the EOL list'))
    .map(
      (line) =>
        `${visible(`${fieldOf(line, 'family')} ${fieldOf(line, 'version')}`)} is newer than this Trivy: its end of support is not known`,
    )
}

/** Files that a run could not parse or open, by its log. */
export function unreadFiles({ notes }: RunLog): { file?: string; sentence: string }[] {
  return notes
    .filter((line) =>
      /Analysis error|Walk error|Permission error|Failed to parse file|Error parsing file|Encountered HCL parse error/.test(line),
    )
    .map((line) => {
      const message = fieldOf(line, 'err') ?? ''
      const file = fieldOf(line, 'file_path') ?? /(?:failed|unable) to (?:parse|open|read|analyze) (\S+?):? /.exec(`${message} `)?.[1]
      const sentence = visible(`${file === undefined ? '' : `${file}: `}${message.split(': ').slice(-2).join(': ')}`).slice(0, 300)
      return { ...(file === undefined ? {} : { file }), sentence }
    })
}
