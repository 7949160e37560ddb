/** The landing page's header: the name, and ways further down. */
import { experiments } from '@/core/sweep/experiments'
import { Logo } from '../shell/logo'
import { ThemeToggle } from '../shell/theme-toggle'
import { NAME } from '../texts'

export function LandingHeader() {
  return (
    <header className="landing-header">
      <div className="landing-brand">
        <Logo />
        <span>{NAME}</span>
      </div>
      <nav aria-label="Site">
        <button type="button" onClick={() => scrollTo('experiments')}>
          {`${experiments.size} experiments`}
        </button>
        <button type="button" onClick={() => scrollTo('about')}>
          About
        </button>
        <ThemeToggle />
      </nav>
    </header>
  )
}

/** Not by a link: the hash holds the position. */
function scrollTo(id: string): void {
  const target = document.getElementById(id)
  target?.scrollIntoView({ behavior: 'auto' })
  target?.focus({ preventScroll: true })
}
