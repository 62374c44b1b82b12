// <theme-switch>: buttons whose values are "light", "dark" and "" (as the device has it).
customElements.define('theme-switch', class extends HTMLElement {
  connectedCallback () {
    this.addEventListener('click', event => {
      const button = event.target.closest('button')
      if (button) this.choose(button.value)
    })
    this.show(document.documentElement.dataset.theme ?? '')
  }

  choose (choice) {
    if (choice) document.documentElement.dataset.theme = choice
    else delete document.documentElement.dataset.theme
    try {
      if (choice) localStorage.setItem('saphena-theme', choice)
      else localStorage.removeItem('saphena-theme')
    } catch {
      // Storage can be switched off; the choice then lasts for this page.
    }
    for (const other of document.querySelectorAll('theme-switch')) other.show(choice)
  }

  show (choice) {
    for (const button of this.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.value === choice))
    }
  }
})
