import { NAME, TAGLINE } from '../texts'
import { BackendBadge } from './backend-badge'
import { Logo } from './logo'
import { ThemeToggle } from './theme-toggle'

export function Header() {
  return (
    <header className="site-header">
      <div className="brand">
        <Logo />
        <div>
          <h1>{NAME}</h1>
          <p>{TAGLINE}</p>
        </div>
      </div>
      <div className="header-tools">
        <BackendBadge />
        <ThemeToggle />
      </div>
    </header>
  )
}
