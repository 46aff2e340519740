import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isInside } from '../../paths.ts'
import { ImageError } from '../registry/error.ts'

/**
 * The database of Java archives, only where one was named.
 * @throws ImageError `database` when it is none, or lies in what is scanned
 */
export function findJavaDatabase({ root, javaDatabase }: { root: string; javaDatabase?: string }) {
  if (javaDatabase === undefined) return undefined
  const folder = existsSync(join(javaDatabase, 'java-db')) ? join(javaDatabase, 'java-db') : javaDatabase
  const updatedAt = existsSync(join(folder, 'trivy-java.db')) ? updatedAtOf(join(folder, 'metadata.json')) : undefined
  if (updatedAt === undefined)
    throw new ImageError('database', `${javaDatabase} holds no Java database: \`trivy-java.db\` and \`metadata.json\` must lie in it.`)
  if ([resolve(folder), realpathSync(folder)].some((path) => isInside(path, realpathSync(root)) || isInside(path, root)))
    throw new ImageError('database', 'The Java database lies in what is scanned, so a change could have brought it: keep it elsewhere.')
  return { folder: realpathSync(folder), info: { updatedAt } }
}

function updatedAtOf(file: string): string | undefined {
  try {
    const { Version: version, UpdatedAt: updatedAt } = JSON.parse(readFileSync(file, 'utf8')) as { Version?: unknown; UpdatedAt?: unknown }
    return version === 1 && typeof updatedAt === 'string' ? updatedAt : undefined
  } catch {
    return undefined
  }
}
