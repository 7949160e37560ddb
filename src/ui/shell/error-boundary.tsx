/** What fails to draw is replaced by something that can be drawn: it must not take the rest of the page, or a run, with it. */
import { Component, type ReactNode } from 'react'
import { NotLoaded, PartFailure } from './failures'
import { isNotLoaded } from './not-loaded'

interface ErrorBoundaryProps {
  readonly children: ReactNode
  /** Drawn in place of what failed; without one, an offer to draw it again. */
  readonly fallback?: (message: string) => ReactNode
}

interface ErrorBoundaryState {
  readonly message: string | undefined
  readonly isNotLoaded: boolean
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { message: undefined, isNotLoaded: false }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return {
      message: error instanceof Error ? error.message : String(error),
      isNotLoaded: isNotLoaded(error),
    }
  }

  override render() {
    const { message, isNotLoaded } = this.state
    const { children, fallback } = this.props
    if (message === undefined) return children
    if (fallback) return fallback(message)
    if (isNotLoaded) return <NotLoaded />
    return <PartFailure message={message} drawAgain={() => this.setState({ message: undefined })} />
  }
}
