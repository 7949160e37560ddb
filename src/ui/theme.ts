import { createTheme } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'known',
  colors: {
    // The page's strong colour, lightest first: --known in the light theme is the eighth, in the dark one the fourth.
    known: [
      '#eef0ff',
      '#dfe2fd',
      '#b9c1ff',
      '#8d9bff',
      '#7482f2',
      '#5a68e4',
      '#424fd6',
      '#2b37c9',
      '#222ca6',
      '#1a2283',
    ],
    // Dark greys with the page's own tint, lightest first.
    dark: [
      '#eef0fa',
      '#c3c8dc',
      '#9aa1ba',
      '#6d7590',
      '#3c4460',
      '#2a3044',
      '#20263a',
      '#171b28',
      '#10131d',
      '#0a0c14',
    ],
  },
  primaryShade: { light: 7, dark: 3 },
  // Named on every button, so that one rule of ours colours its text: the library's own contrast is the light theme's in both.
  components: { Button: { defaultProps: { variant: 'filled' } } },
  defaultRadius: 'var(--corner-button)',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'var(--text)',
})
