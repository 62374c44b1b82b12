// The stored choice of colours, before the first paint. Nothing stored: the device decides.
(() => {
  try {
    const choice = localStorage.getItem('saphena-theme')
    if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice
  } catch {
    // Storage can be switched off; then the device decides.
  }
})()
