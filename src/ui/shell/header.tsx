import type { ReactNode } from 'react'
import { ExperimentsMenu } from '../chooser/experiments-menu'
import { NAME } from '../texts'
import { BackendBadge } from './backend-badge'
import { Logo } from './logo'
import { ThemeToggle } from './theme-toggle'

/** @param props.children what the view on show adds: its own actions. */
export function Header({ children }: { readonly children?: ReactNode }) {
  return (
    <header className="site-header">
      <a className="brand" href="#">
        <Logo />
        {NAME}
      </a>
      <div className="header-tools">
        <ExperimentsMenu />
        {children}
        <BackendBadge />
        <ThemeToggle />
      </div>
    </header>
  )
}
