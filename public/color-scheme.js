// Before the first paint: the visitor's own choice of light or dark, as Mantine stores it. Without one the system's holds.
try {
  const scheme = localStorage.getItem('mantine-color-scheme-value')
  if (scheme === 'dark' || scheme === 'light') {
    document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
  }
} catch {
  // Storage is refused here: the system's choice holds.
}
