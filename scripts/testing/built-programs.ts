import type { Plugin } from 'vitest/config'
import { builtVariable } from './built.ts'

/**
 * A plugin for vitest: code under test starts the thread that evaluates from what the run has built, as the product does. Started from
 * sources, each of thousands of threads would strip the same types for itself, which takes five times as long.
 */
export const builtPrograms: Plugin = {
  name: 'built-programs',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/packages\/scanner\/src\/(?:engines\/)?location\.ts$/.test(id)) return undefined
    return code.replaceAll('import.meta.url', `\`file://\${process.env.${builtVariable}}/index.mjs\``)
  },
}
