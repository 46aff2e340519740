/** Runs a program that tells of faults by printing them (`gofmt -l`): any output is a failure. */
import { spawnSync } from 'node:child_process'

const [program = '', ...args] = process.argv.slice(2)
const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
if (error !== undefined) throw error
process.stdout.write(`${stdout}${stderr}`)
process.exitCode = status !== 0 || stdout !== '' ? 1 : 0
