import { settingsWays } from './table/settings.ts'
import { ways } from './table/way.ts'

ways('settings', settingsWays)
