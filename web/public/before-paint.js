// Sets theme and language before the first paint, so that neither flashes.
try {
  var theme = localStorage.getItem('tenon.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  var language = localStorage.getItem('tenon.language') || navigator.language
  document.documentElement.lang = /^zh/i.test(language) ? 'zh-CN' : 'en'
} catch {}
