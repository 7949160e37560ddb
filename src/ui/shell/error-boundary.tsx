/** A part that fails to draw must not take the page, or a run, with it. */
import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  readonly children: ReactNode
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
    if (this.state.message === undefined) return this.props.children
    return (
      <div className="panel" role="alert">
        <p>
          <strong>This part of the page could not be drawn.</strong> Runs and results are not affected:{' '}
          {this.state.message}
        </p>
        <button type="button" className="link-button" onClick={() => this.setState({ message: undefined })}>
          Draw it again
        </button>
      </div>
    )
  }
}
