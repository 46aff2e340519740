import { exitCodes, UserError } from '../../model.ts'
import { reportContext } from '../../report/context.ts'
import type { Progress, ScanOptions, ScanResult } from '../../scan.ts'
import { parseShard } from '../../shards/split.ts'
import { translation } from '../../translation/translation.ts'
import { boundHeap } from '../heap.ts'
import { nowOption } from '../now.ts'
import { type CommandSpec, type ParsedArguments, placeOptions, ruleOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'
import { detailOptions, formatOptions, outputPlan, reportOptions, textOptions } from '../report-options.ts'
import { failOnOptions, scanOptions } from '../scan-options.ts'
import { scannerOptions } from '../scanner-options.ts'
import { openSettings, settingsOptions } from '../settings-options.ts'

/** As the action says it. Which images are scanned is known only with the configuration. */
const unusedLayouts =
  '--image-layout was given, but no image was scanned: ask for it with `--images changed`, or with images.scan of the configuration.'

export const scanCommand: CommandSpec = {
  name: 'scan',
  summary: 'Judge everything that would be deployed from the paths (default: this folder).',
  positionals: '[paths..]',
  options: {
    ...failOnOptions,
    ...formatOptions,
    ...ruleOptions,
    'changed-since': {
      type: 'string',
      value: 'ref',
      description: 'Judge only the units that changes since this branch or commit can have an effect on.',
    },
    'new-only': {
      type: 'boolean',
      description: 'With --changed-since: findings that were there before do not count for the verdict.',
    },
    ...settingsOptions,
    shard: {
      type: 'string',
      value: 'i/n',
      description: 'Judge only the i-th of n parts of the units; `policy-gate merge` joins their JSON reports.',
    },
    ...unitOptions,
    ...scannerOptions,
    ...reportOptions,
    now: { type: 'string', value: 'date', description: 'Date of the report and of time.now_ns in policies, e.g. 2026-01-31T00:00:00Z.' },
    ...placeOptions,
    ...detailOptions,
  },
  async run(args, io) {
    const outputs = outputPlan(args)
    const text = textOptions(args, io)
    const options = { ...scanOptions(args, io.cwd), ...ownOptions(args) }
    const since = args.text('changed-since')
    const newOnly = args.flag('new-only')
    if (newOnly && since === undefined)
      throw new UserError('--new-only needs the state to compare with: add --changed-since, e.g. `--changed-since origin/main`.')
    const [scan, { writeOutputs }, settings] = await Promise.all([
      since === undefined ? wholeScan() : changedScan(since, newOnly),
      import('../outputs.ts'),
      openSettings(args, io.cwd),
    ])
    const progress = progressLine(io)
    const bounded = boundHeap()
    const onProgress = (step: Progress): void => {
      bounded(step)
      progress.update(step)
    }
    const scanned = scan({ ...options, ...settings.options, cwd: io.cwd, onProgress })
    const { report, rules, config, sources } = await scanned.finally(() => {
      progress.clear()
      settings.close()
    })
    if (options.scanner?.layouts !== undefined && report.images === undefined) {
      const translate = await translation(config.language)
      io.error(`${translate(unusedLayouts)}\n`)
    }
    const context = reportContext({ rules, config, sources })
    await writeOutputs(report, context, { outputs, text, category: args.text('category') ?? '', io })
    return exitCodes[report.verdict]
  },
}

async function wholeScan(): Promise<(options: ScanOptions) => Promise<ScanResult>> {
  return (await import('../../scan.ts')).scan
}

async function changedScan(since: string, newOnly: boolean): Promise<(options: ScanOptions) => Promise<ScanResult>> {
  const [{ compareWith }, { comparedReport }] = await Promise.all([
    import('../../changes/comparison.ts'),
    import('../../changes/report.ts'),
  ])
  return async (options) => {
    const comparison = await compareWith(since, { ...options, newOnly })
    return { ...comparison.head, report: comparedReport(comparison) }
  }
}

/** What only this command can be asked for. */
function ownOptions(args: ParsedArguments): ScanOptions {
  const now = nowOption(args)
  const shard = args.text('shard')
  return {
    paths: args.positionals,
    outputs: args.texts('output'),
    ...(now === undefined ? {} : { now }),
    ...(shard === undefined ? {} : { shard: parseShard(shard) }),
  }
}
