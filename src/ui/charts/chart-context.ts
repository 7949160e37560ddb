/** What the parts of one chart share: its size in text terms, and where its points are. */
import { createContext, type RefObject, useContext } from 'react'
import type { Target } from './highlight'

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
  /** Written by the live layer, read by pointer and keys. */
  readonly targets: RefObject<readonly Target[]>
}

export const ChartProvider = createContext<ChartContext | undefined>(undefined)

export function useChart(): ChartContext {
  const context = useContext(ChartProvider)
  if (!context) throw new Error('useChart outside of a chart')
  return context
}
