import type { ReactNode } from 'react'
import { NAME } from '../texts'
import { Logo } from './logo'
import { ThemeToggle } from './theme-toggle'

/** @param props.children stands between the name and the choice of light or dark. */
export function SiteHeader({ children }: { readonly children?: ReactNode }) {
  return (
    <header className="site-header">
      <a className="brand" href="#">
        <Logo />
        {NAME}
      </a>
      <div className="header-tools">
        {children}
        <ThemeToggle />
      </div>
    </header>
  )
}
