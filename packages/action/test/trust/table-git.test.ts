import { gitWays } from './table/git.ts'
import { ways } from './table/way.ts'

ways('git', gitWays)
