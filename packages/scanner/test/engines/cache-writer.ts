/** A process of its own for the tests of the cache: `<command> <folder> <first key> <number of entries> <length>`, one answer on stdout. */
import { createHash } from 'node:crypto'
import { diskCache } from '../../src/engines/cache.ts'

const [command, folder, first, count, length] = process.argv.slice(2) as [string, string, string, string, string]
const cache = diskCache({ folder })
const keys = Array.from({ length: Number(count) }, (_, i) =>
  createHash('sha256')
    .update(String(Number(first) + i))
    .digest('hex'),
)
const value = (key: string) => `${key} ${'x'.repeat(Number(length))}`

if (command === 'write') for (const key of keys) cache.set(key, value(key))
const found = keys.map((key) => cache.get(key))
const wrong = found.filter((text, i) => text !== undefined && text !== value(keys[i]!)).length
console.log(JSON.stringify({ found: found.filter((text) => text !== undefined).length, wrong }))
