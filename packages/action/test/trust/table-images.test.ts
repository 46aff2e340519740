import { imageWays } from './table/images.ts'
import { ways } from './table/way.ts'

ways('images', imageWays)
