import { policyWays } from './table/policies.ts'
import { ways } from './table/way.ts'

ways('policies', policyWays)
