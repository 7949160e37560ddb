import type { ReactNode } from 'react'
import { ExperimentsMenu } from '../chooser/experiments-menu'
import { BackendBadge } from './backend-badge'
import { SiteHeader } from './site-header'

/** @param props.children what the view on show adds: its own actions. */
export function Header({ children }: { readonly children?: ReactNode }) {
  return (
    <SiteHeader>
      <ExperimentsMenu />
      {children}
      <BackendBadge />
    </SiteHeader>
  )
}
