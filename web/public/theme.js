// Runs before the first paint, so that a dark page never flashes white. The policy allows no inline code: a file of its own.
document.documentElement.dataset.theme =
  localStorage.getItem('lunette-theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
