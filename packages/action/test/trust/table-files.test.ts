import { fileWays } from './table/files.ts'
import { ways } from './table/way.ts'

ways('files', fileWays)
