// A form came back, and what is wrong with it is further down than the screen: go there. A page that names it above stays, and
// so does one that only shows what a field looks like.
{
  const wrong = document.querySelector('main form[method="post"] :is(.field-error, [data-wrong])')
  if (wrong && !document.querySelector('main .wrongs') && wrong.getBoundingClientRect().top > innerHeight) {
    const field = wrong.closest('.field, fieldset, form')?.querySelector('[aria-invalid="true"], input:not([type="hidden"]), select, textarea')
    wrong.scrollIntoView({ block: 'center' })
    field?.focus({ preventScroll: true })
  }
}
