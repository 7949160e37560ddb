/** The stores that components read: the page's own, unless someone provides others, as tests do. */
import { createContext, use } from 'react'
import type { LabStores } from '@/state/lab-stores'
import { labStores } from '@/state/services'

export const LabContext = createContext<LabStores>(labStores)

export const useLab = (): LabStores => use(LabContext)
