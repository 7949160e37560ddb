import { createTheme } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'indigo',
  // Dark greys with the page's own tint, lightest first.
  colors: {
    dark: [
      '#dfe4ec',
      '#b4bdca',
      '#8b94a3',
      '#5f6877',
      '#3b4350',
      '#2c323d',
      '#222731',
      '#171b22',
      '#11151b',
      '#0b0e13',
    ],
  },
  primaryShade: 7,
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
})
