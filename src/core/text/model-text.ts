/** A model's name in charts, tables and sentences. */
import { plural } from './number'

export const modelText = (params: number): string => plural(params, 'parameter')
