/** What the parts of one chart share: its size in text terms, and what can be read in it. */
import { createContext, type RefObject, useContext } from 'react'
import type { TargetReader } from './target-reader'

export interface ChartContext {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly fontSize: number
  /** Too narrow for labels beside the lines in full. */
  readonly compact: boolean
  readonly margin: {
    readonly top: number
    readonly right: number
    readonly bottom: number
    readonly left: number
  }
  /** Written by the live layer, read by the keys. */
  readonly reader: RefObject<TargetReader>
}

export const ChartProvider = createContext<ChartContext | undefined>(undefined)

export function useChart(): ChartContext {
  const context = useContext(ChartProvider)
  if (!context) throw new Error('useChart outside of a chart')
  return context
}
