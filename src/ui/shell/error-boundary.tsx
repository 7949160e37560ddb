/** What fails to draw is replaced by something that can be drawn: it must not take the rest of the page, or a run, with it. */
import { Component, type ReactNode } from 'react'
import { PartFailure } from './failures'

interface ErrorBoundaryProps {
  readonly children: ReactNode
  /** Drawn in place of what failed; without one, an offer to draw it again. */
  readonly fallback?: (message: string) => ReactNode
}

interface ErrorBoundaryState {
  readonly message: string | undefined
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { message: undefined }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    const { message } = this.state
    const { children, fallback } = this.props
    if (message === undefined) return children
    if (fallback) return fallback(message)
    return <PartFailure message={message} drawAgain={() => this.setState({ message: undefined })} />
  }
}
