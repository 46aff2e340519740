import { folderWays } from './table/settings.ts'
import { ways } from './table/way.ts'

ways('folder of the settings', folderWays)
